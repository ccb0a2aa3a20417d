/** Words that shops have for the four event types, in English, Portuguese, Spanish and of well-known trackers. */
import type { EventType } from '../../../preload/contract.js';
import { plainName } from '../column-names.js';

const list = (words: string) => words.trim().split(/\s+/);

const words: Readonly<Record<EventType, readonly string[]>> = {
  view: list(`view views viewed page_view pageview product_view product_viewed view_item view_product product_detail
    product_detail_view detail_view detail item_view viewed_product pv click clicked clicks product_click select_item
    impression browse visit visited see look visualizacao visualizacoes visualizar visualizou visualizado visualizacao_produto
    visualizar_produto ver viu visto vista visita visitou acesso ver_ficha ver_detalhe ver_detalhes ver_detalle ver_detalles ficha_producto clique cliques clicar clicou clique_produto impressao
    visualizacion visualizar_articulo ver_producto vista_producto clic hacer_clic`),
  cart: list(`cart carts add_to_cart added_to_cart addtocart add_cart cart_add product_added product_added_to_cart
    add_to_basket add_to_bag basket atc add carrinho adicao_carrinho adicao_ao_carrinho adicao adicionar adicionou
    adicionar_carrinho adicionar_ao_carrinho adicionado_ao_carrinho adicionou_carrinho adicionou_ao_carrinho add_carrinho
    inclusao_carrinho inserir_carrinho carrito agregar_carrito agregar_al_carrito anadir_carrito anadir_al_carrito
    agregado_al_carrito anadido_al_carrito adicion_carrito anadir agregar cesta`),
  remove_from_cart: list(`remove_from_cart removed_from_cart removefromcart remove_cart cart_remove product_removed
    product_removed_from_cart remove_from_basket remove_from_bag remove rfc remocao remocao_carrinho remocao_do_carrinho
    remover remover_carrinho remover_do_carrinho removeu_carrinho removeu_do_carrinho removido_do_carrinho removeu
    retirar_carrinho retirada_carrinho exclusao_carrinho excluir_carrinho quitar_carrito quitar_del_carrito
    eliminar_carrito eliminar_del_carrito retirar_carrito retirar_del_carrito quitado_del_carrito quitar eliminar`),
  purchase:
    list(`purchase purchases purchased buy bought order ordered order_completed order_placed place_order checkout_completed
    checkout_complete complete_purchase completed_purchase transaction sale conversion pay paid payment_completed compra
    compras comprar comprou comprado pedido pedidos venda vendas compra_finalizada finalizar_compra finalizou_compra
    pedido_concluido compra_concluida transacao pagamento pagou venta ventas compro compra_realizada pedido_realizado
    transaccion pago pagado`),
};

const meanings = new Map<string, EventType>(
  (Object.keys(words) as EventType[]).flatMap((type) => words[type].map((word) => [word, type] as const)),
);

/** What a word means in most shops; null where that cannot be told. */
export function guessMeaning(word: string): EventType | null {
  return meanings.get(plainName(word)) ?? null;
}

const cartNouns = new Set(list(`cart basket bag trolley carrinho sacola cesta cesto carrito bolsa`));
const addingWords = new Set(
  list(`add added adding put to into in al ao a en no na para adicionar adicionado adicionou adicao colocar colocado
    inserir inserido por incluir incluido incluiu inclusao anadir anadido anadio agregar agregado agrego meter adicion`),
);
const removingWords = new Set(
  list(`remove removed removing delete deleted drop dropped take taken out remocao remover removido removeu retirar retirado
    retirou excluir excluido excluiu exclusao tirar quitar quitado eliminar eliminado sacar sacado borrar borrado`),
);
const awayWords = new Set(list('from of out off del de do da fora'));
const littleWords = new Set(
  list(`the an my your shopping item items product products el la los las mi tu su un una o os as meu minha seu sua um uma
    produto produtos producto productos articulo articulos artigo artigos`),
);

/** A basket's own name: `carrito de la compra`, `carrinho de compras`. */
const withoutPurchases = (phrase: string) =>
  phrase.replace(/(^|_)(carrito|carrinho|cesta|cesto|bolsa)_(?:de_)?(?:la_)?compras?(?=_|$)/g, '$1$2');

/**
 * What a phrase may mean that no list has as a whole: `Al carrito`, `put in my bag`. Only what tells of a cart and of
 * nothing else is a cart: `view cart` and `abandoned cart` are not. For proposals, which a person looks through; null
 * where it cannot be told.
 */
export function guessPhrase(phrase: string): EventType | null {
  const known = guessMeaning(phrase);
  if (known !== null) return known;
  const rest = withoutPurchases(plainName(phrase))
    .split('_')
    .filter((word) => !littleWords.has(word));
  if (!rest.some((word) => cartNouns.has(word))) return null;
  const others = rest.filter((word) => !cartNouns.has(word));
  if (others.every((word) => addingWords.has(word))) return 'cart';
  const takesOut = others.some((word) => removingWords.has(word));
  return takesOut && others.every((word) => removingWords.has(word) || awayWords.has(word)) ? 'remove_from_cart' : null;
}
