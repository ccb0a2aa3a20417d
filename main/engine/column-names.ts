/** What shops and tables call the nine fields, in English, Portuguese and Spanish: the likeliest names first. */
import type { Field } from '../../preload/contract.js';

/** Without case, accents and signs: `ID do Usuário`, `idDoUsuario` and `id_do_usuario` are one. */
export function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
}

const list = (names: string) => names.trim().split(/\s+/);

export const knownNames: Readonly<Record<Field, readonly string[]>> = {
  event_time: list(`event_time event_timestamp timestamp ts time datetime date_time event_date event_datetime created_at
    occurred_at received_at sent_at server_time client_time time_stamp unix_time date when data_hora datahora data_evento
    data_hora_evento data_do_evento derived_tstamp collector_tstamp hora_evento horario momento data fecha_hora fecha_evento fecha hora marca_tiempo`),
  event_type:
    list(`event_type event event_name eventtype eventname type action action_type activity interaction behavior
    behavior_type behaviour kind activity_type tipo_evento tipo_de_evento evento nome_evento nome_do_evento tipo acao
    tipo_acao atividade interacao nombre_evento accion tipo_accion actividad interaccion`),
  product_id:
    list(`product_id productid product item_id itemid item sku product_sku product_code article_id article asin
    goods_id offer_id variant_id id_produto produto_id id_do_produto produto codigo_produto cod_produto id_item
    id_producto producto_id id_del_producto producto codigo_producto cod_producto articulo id_articulo`),
  category_id: list(`category_id categoryid cat_id product_category_id id_categoria categoria_id id_da_categoria
    codigo_categoria cod_categoria`),
  category_code: list(`category_code category category_name category_path product_category item_category department
    product_type categoria nome_categoria categoria_produto categoria_nome codigo_da_categoria departamento cat nombre_categoria
    categoria_producto seccion`),
  brand: list(`brand brand_name product_brand item_brand manufacturer vendor marca nome_marca marca_produto fabricante
    marca_producto`),
  price: list(`price unit_price product_price item_price amount value event_value revenue sale_price price_usd price_eur
    preco preco_unitario preco_produto valor valor_unitario valor_produto precio precio_unitario precio_producto importe
    monto`),
  user_id: list(`user_id userid user visitor_id visitorid visitor uid client_id clientid customer_id customerid customer
    client user_pseudo_id anonymous_id account_id member_id shopper_id device_id cookie_id buyer_id domain_userid network_userid id_usuario usuario_id
    id_do_usuario usuario id_cliente cliente_id id_do_cliente cliente id_visitante visitante visitante_id id_del_usuario`),
  user_session:
    list(`user_session session_id sessionid session user_session_id visit_id visitid ga_session_id session_key domain_sessionid
    sid id_sessao sessao sessao_id id_da_sessao sessao_usuario id_visita visita id_sesion sesion sesion_id
    id_de_sesion`),
};

/** How well a name fits a field: 0 best, null not at all. A path counts by its whole and by its last two keys. */
export function rankName(field: Field, name: string): number | null {
  const plain = plainName(name);
  const keys = name.split('.').map(plainName);
  const tried = [plain, keys.slice(-2).join('_'), ...(keys.length > 1 ? [keys.slice(-1).join('')] : [])];
  for (const [penalty, one] of tried.entries()) {
    const rank = knownNames[field].indexOf(one);
    if (rank >= 0) return rank + 100 * penalty;
  }
  return null;
}
