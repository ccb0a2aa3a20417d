/** What publishing did, or would do, for people: lines. */
import { formatValue } from '../../charts/format-value.js';
import type { Publication, PublishObject } from '../../preload/contract.js';
import { sizeText } from './size-text.js';
import { stripControls, tableLines } from './text-table.js';

const count = (value: number, one: string, many = `${one}s`) => `${formatValue(value, '')} ${value === 1 ? one : many}`;
const size = (objects: readonly PublishObject[]) =>
  objects.reduce((sum, { bytes, estimatedBytes }) => sum + (bytes ?? estimatedBytes), 0);

/** Dollars, with as many places as a small sum needs. */
function dollars(usd: number): string {
  if (usd >= 0.01 || usd === 0) return `$${usd.toFixed(2)}`;
  return usd < 0.0001 ? 'less than $0.0001' : `$${usd.toPrecision(2)}`;
}

interface Group {
  readonly title: string;
  readonly objects: readonly PublishObject[];
}

/** One for each table, in the order in which they come. */
function groupByTable(objects: readonly PublishObject[]): readonly Group[] {
  const titles = new Map<string, PublishObject[]>();
  for (const object of objects) {
    const title = object.zone === 'curated' ? (object.table ?? object.zone) : object.zone;
    titles.set(title, [...(titles.get(title) ?? []), object]);
  }
  return [...titles].map(([title, grouped]) => ({ title, objects: grouped }));
}

function* summaryLines(objects: readonly PublishObject[], about: string): Generator<string> {
  const groups = groupByTable(objects);
  const of = (action: PublishObject['action']) =>
    groups.map((group) => String(group.objects.filter((object) => object.action === action).length));
  const rows = (group: Group) =>
    group.objects.reduce((sum, object) => sum + (object.action === 'delete' ? 0 : (object.rows ?? 0)), 0);
  const stays = (group: Group) => group.objects.filter(({ action }) => action !== 'delete');
  yield* tableLines([
    { title: 'table', align: 'left', cells: groups.map(({ title }) => title) },
    { title: 'put', align: 'right', cells: of('put') },
    { title: 'keep', align: 'right', cells: of('keep') },
    { title: 'delete', align: 'right', cells: of('delete') },
    {
      title: 'rows',
      align: 'right',
      cells: groups.map((group) => (rows(group) === 0 ? '' : formatValue(rows(group), ''))),
    },
    { title: about, align: 'right', cells: groups.map((group) => sizeText(size(stays(group)))) },
  ]);
}

function* objectLines(objects: readonly PublishObject[]): Generator<string> {
  yield* tableLines([
    { title: 'action', align: 'left', cells: objects.map(({ action }) => action) },
    { title: 'rows', align: 'right', cells: objects.map(({ rows }) => (rows === null ? '' : formatValue(rows, ''))) },
    {
      title: 'size',
      align: 'right',
      cells: objects.map(({ bytes, estimatedBytes }) =>
        bytes === null ? `about ${sizeText(estimatedBytes)}` : sizeText(bytes),
      ),
    },
    { title: 'object', align: 'left', cells: objects.map(({ key }) => key) },
  ]);
}

/** The lines of a publication, each with its line end. A dry run's name every object and statement. */
export function* publicationLines(publication: Publication): Generator<string> {
  const { dataset, connection, to, isDryRun, objects, bytes, statements, cost, notes, seconds } = publication;
  const put = objects.filter(({ action }) => action === 'put').length;
  const about = isDryRun ? 'about ' : '';
  if (isDryRun) {
    yield `Publishing ${stripControls(dataset)} to ${to} would do this, and has done nothing:\n\n`;
    yield* objectLines(objects);
    yield `\n${statements.map((statement) => `${statement};\n`).join('\n')}\n`;
  } else yield `Published ${stripControls(dataset)} to ${to} in ${formatValue(seconds, '')} s.\n\n`;
  yield* summaryLines(objects, isDryRun ? 'about' : 'size');
  yield `\n  sent        ${count(put, 'object')}, ${about}${sizeText(bytes)}\n`;
  yield `  statements  ${formatValue(statements.length, '')}, by the connection ${connection}\n`;
  yield `  cost        ${about}${dollars(cost.requestsUsd)} for ${count(cost.requests, 'request')}, ${about}${dollars(cost.storageUsdPerMonth)} a month for what is stored\n`;
  for (const note of notes) yield `  note        ${stripControls(note)}\n`;
}
