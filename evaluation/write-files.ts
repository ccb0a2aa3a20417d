/** Writes background and cases as one CSV in the layout of the Kaggle files, and the labels as JSON. */
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs';
import type { Background } from './background/background.js';
import type { Label } from './cases/scene.js';
import { mergeInOrder } from './cases/merge.js';
import type { RowsOfEvents } from './rows.js';
import { sessionText } from './session-text.js';

const types = ['view', 'cart', 'remove_from_cart', 'purchase'] as const;
const header = 'event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session\n';

/** Writes chunk by chunk, waiting for the disk. */
export function writeCsv(path: string, { rows: background, goods }: Background, cases: RowsOfEvents): void {
  const file = openSync(path, 'w');
  let lines: string[] = [header];
  const flush = () => {
    writeSync(file, lines.join(''));
    lines = [];
  };
  mergeInOrder(background, cases, (rows, at) => {
    const time = new Date((rows.second[at] as number) * 1000).toISOString();
    const { id, categoryId, category, brand } = goods.find(rows.product[at] as number);
    const price = rows.price[at] as number;
    const cells = [
      `${time.slice(0, 10)} ${time.slice(11, 19)} UTC`,
      types[rows.type[at] as 0],
      id,
      categoryId,
      category,
      brand,
      Number.isNaN(price) ? '' : price.toFixed(2),
      rows.user[at],
      sessionText(rows.sessionLow[at] as number, rows.sessionHigh[at] as number),
    ];
    lines.push(`${cells.join(',')}\n`);
    if (lines.length >= 8192) flush();
  });
  flush();
  closeSync(file);
}

/** Ids as they stand in the CSV, times ISO 8601. */
export function writeLabels(path: string, labels: readonly Label[]): void {
  const isoOf = (second: number) => new Date(second * 1000).toISOString().replace('.000', '');
  const entries = labels.map(({ id, side, family, strength, seed, users, sessions, products, start, end, events }) => ({
    attackId: id,
    isAttack: side === 'attack',
    family,
    strength,
    seed,
    users: users.map(String),
    sessions: sessions.map((key) => sessionText(Number(key & 0xffffffffn), Number(key >> 32n))),
    products: products.map(String),
    start: isoOf(start),
    end: isoOf(end),
    events,
  }));
  writeFileSync(path, `${JSON.stringify(entries, null, 1)}\n`);
}
