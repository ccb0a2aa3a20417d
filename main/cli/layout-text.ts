/** What was found out about a file's layout, for people. */
import { formatValue } from '../../charts/format-value.js';
import { neededFields, type FileInspection, type FileLayout, type TriedLayout } from '../../preload/contract.js';
import { stripControls } from './text-table.js';

const maxShown = 10;
const count = (rows: number) => formatValue(rows, '');

function listed(texts: readonly string[]): string {
  const more = texts.length > maxShown ? ` and ${texts.length - maxShown} more` : '';
  return `${texts.slice(0, maxShown).join(', ')}${more}`;
}

/** What a proposal takes for granted about times. */
function* timeLines({ time: { form, zone } }: FileLayout): Generator<string> {
  if (/%d\D%m|%m\D%d\D%Y/.test(form))
    yield `Times are read as ${form}: make sure that days and months are not the other way round.`;
  if (!form.startsWith('epoch')) yield `Times that name no zone are taken to be of ${zone} (time.zone).`;
}

/** Which layout it is, whether a person must look at it, and the fields that the file lacks. */
export function* inspectionLines(inspection: FileInspection): Generator<string> {
  const { layout, layoutFrom, missingFields } = inspection;
  const name = stripControls(inspection.name);
  if (layoutFrom === 'proposed')
    yield `“${name}” is not known. This layout is proposed from its names and values: look at it before you load.`;
  else yield `“${name}” is recognised: ${layout?.name ?? ''}.`;
  if (layoutFrom === 'proposed' && layout !== null) yield* timeLines(layout);
  const needed = missingFields.filter((field) => (neededFields as readonly string[]).includes(field));
  if (needed.length > 0) yield `Not found, and needed: ${needed.join(', ')}.`;
  const others = missingFields.filter((field) => !needed.includes(field));
  if (others.length > 0) yield `Not in the file: ${others.join(', ')}.`;
}

export function unknownWords({ words }: TriedLayout): TriedLayout['words'] {
  return words.filter(({ meaning }) => meaning === null);
}

const badPrice = /^price is not a number: “(.*)”$/s;

/** The prices of the first rows that cannot be read, and what helps. */
function* priceLines({ preview }: TriedLayout, { decimal }: FileLayout): Generator<string> {
  const texts = preview.flatMap(({ reason }) => badPrice.exec(reason ?? '')?.[1] ?? []);
  if (texts.length === 0) return;
  yield `Prices that cannot be read: ${listed([...new Set(texts)].map((text) => stripControls(text)))}.`;
  yield `  A price is written with “${decimal}” before its decimals, without signs between thousands and without currency. Write them so, or take “price” out of the layout’s columns.`;
}

/** How many rows the layout reads, why it rejects some, and the words that it does not know. */
export function* triedLines(tried: TriedLayout, layout: FileLayout): Generator<string> {
  const { unknownWords: fate } = layout;
  const { rows, isWhole, rowsSound, rowsRejected, rowsIgnored, reasons, problem } = tried;
  if (problem !== null) {
    yield problem;
    return;
  }
  const looked = isWhole ? `All ${count(rows)} rows` : `The first ${count(rows)} rows`;
  yield `${looked} looked at: ${count(rowsSound)} sound, ${count(rowsRejected)} rejected, ${count(rowsIgnored)} ignored.`;
  for (const { reason, rows: times } of reasons.slice(0, maxShown))
    yield `  ${count(times)} rejected: ${stripControls(reason)}`;
  yield* priceLines(tried, layout);
  const unknown = unknownWords(tried).map(({ word, rows: times }) => `${stripControls(word)} (${count(times)})`);
  if (unknown.length > 0)
    yield `Words without a meaning, ${fate === 'ignore' ? 'ignored' : 'rejected'}: ${listed(unknown)}.`;
}

/** Whether a person should look at it: rejects, a problem, a proposal with gaps, words that nobody chose to ignore. */
export function needsLook(
  { layoutFrom, missingFields, problem }: FileInspection,
  tried: TriedLayout | null,
  { unknownWords: fate }: FileLayout,
): boolean {
  const isProposed = layoutFrom === 'proposed';
  const lacks = missingFields.some((field) => isProposed || (neededFields as readonly string[]).includes(field));
  if (problem !== null || tried === null || tried.problem !== null || lacks) return true;
  return tried.rowsRejected > 0 || (unknownWords(tried).length > 0 && (isProposed || fate === 'reject'));
}
