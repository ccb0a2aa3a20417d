/** A sample of a text: whole records of the file, each at most once, from all parts of it. */
import { describe, expect, it, beforeAll, afterAll } from 'vitest';
import { gzipSync } from 'node:zlib';
import { openTestWorkspace, type TestWorkspace } from '../open-test-workspace.js';
import { chooseFiles } from './choose-files.js';
import { kaggleLayout } from './kaggle-layout.js';
import { fields } from './layout.js';
import { sampleText } from './preview-text.js';

let test: TestWorkspace;
beforeAll(async () => {
  test = await openTestWorkspace();
});
afterAll(() => test.close());

const header = fields.join(',');
const count = 30_000;
const inTime = () => performance.now() + 60_000;

/** Rows of other lengths, some of them with quotes, newlines in quotes and letters of two bytes. */
function makeRow(at: number): string {
  const second = String(at % 60).padStart(2, '0');
  const brand = at % 7 === 0 ? '"a ""b"", ç"' : at % 5 === 0 ? 'ação' : 'x'.repeat(at % 40);
  return `2019-10-01 00:00:${second} UTC,view,${at},2053013555631882655,,${brand},1.50,${1 + (at % 900)},s${at}`;
}

async function sample(content: string | Buffer, share: number, name = 'file.csv', until = inTime()) {
  const path = await test.write(name, content);
  const [file] = await chooseFiles([path], (work) => test.database.withConnection({}, work), {
    shipped: [kaggleLayout],
  });
  if (file === undefined) throw new Error('no file');
  const { text, ...facts } = await sampleText(file, share, until);
  return { ...facts, size: file.contentBytes, text: text.toString('utf8') };
}

const idsOf = (text: string, newline: string) =>
  text
    .split(newline)
    .filter((line) => line !== '')
    .map((line) => Number(line.split(',')[2]));

describe.each(['\n', '\r\n', '\r'])('with the newline %j', (newline) => {
  const rows = Array.from({ length: count }, (_, at) => makeRow(at));
  const known = new Set(rows);

  it.each([header, null])('takes whole records of all parts, beneath the header %j', async (head) => {
    const content = [...(head === null ? [] : [head]), ...rows].join(newline);
    const { text, bytes, size, isOfBeginning } = await sample(content, 0.2);
    expect(isOfBeginning).toBe(false);
    expect(bytes / size).toBeGreaterThan(0.15);
    expect(bytes / size).toBeLessThan(0.3);
    const lines = text.split(newline).filter((line) => line !== '');
    expect(lines.filter((line) => !known.has(line))).toEqual([]);
    expect(new Set(lines).size).toBe(lines.length);
    const tenths = new Set(idsOf(text, newline).map((id) => Math.floor((10 * id) / count)));
    expect(tenths.size).toBe(10);
  });

  it('takes all where all is asked for', async () => {
    const { text, bytes, size } = await sample([header, ...rows].join(newline), 1);
    expect(bytes).toBe(size);
    expect(idsOf(text, newline)).toEqual(rows.map((_, at) => at));
  });
});

it('takes fewer where the disk is slow, and still from everywhere', async () => {
  const rows = Array.from({ length: count }, (_, at) => makeRow(at));
  const { text, bytes, size } = await sample([header, ...rows].join('\n'), 0.9, 'slow.csv', 0);
  expect(bytes / size).toBeLessThan(0.2);
  expect(Math.max(...idsOf(text, '\n'))).toBeGreaterThan(0.5 * count);
});

it('takes the beginning of what is packed', async () => {
  const rows = Array.from({ length: count }, (_, at) => makeRow(at));
  const { text, isOfBeginning } = await sample(gzipSync([header, ...rows].join('\n')), 0.2, 'file.csv.gz');
  expect(isOfBeginning).toBe(true);
  const ids = idsOf(text, '\n');
  expect(ids).toEqual(ids.map((_, at) => at));
  expect(ids.length).toBeGreaterThan(0.1 * count);
});

it('takes only the records of a block that it can tell, where newlines stand in quotes', async () => {
  const rows = Array.from({ length: count }, (_, at) => makeRow(at).replace('"a ', '"a\n'));
  const { text } = await sample([header, ...rows].join('\n'), 0.2);
  const whole = new Set(rows.flatMap((row) => row.split('\n')));
  const lines = text.split('\n').filter((line) => line !== '');
  expect(lines.filter((line) => !whole.has(line))).toEqual([]);
  expect(lines.length).toBeGreaterThan(0.1 * count);
});
