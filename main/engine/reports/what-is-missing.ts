/** What a dataset lacks for a report: said in sentences, and shown as not known instead of as zero. */
import type { Column, DatasetInfo, Field, ReportResult, Table } from '../../../preload/contract.js';
import type { ReportFile } from '../query-files.js';

export interface Lacks extends Pick<DatasetInfo, 'absentFields' | 'sessionGapMinutes'> {
  /** A table of somebody else, not files that were loaded. */
  readonly isTable?: boolean;
  /** Said of a table: without them each user is one session. */
  readonly hasSessions?: boolean;
}
type Params = ReportResult['params'];

/** The models that count by session. */
const sessionModels = ['session_slots', 'cart_lines', 'brand_slots', 'brand_purchases'];

const isRevenue = (params: Params) => params['measure'] === 'revenue';

const hasMoney = (report: ReportFile, params: Params) =>
  [...report.columns, ...report.summary].some(({ unit }) => unit === 'money') || isRevenue(params);

/** Whether the answer has the column: where rows are by something that is chosen, only if it is that. */
const names = (report: ReportFile, column: string, { by }: Params) =>
  report.columns.some(({ name }) => name === column) &&
  (by === column || !report.variants.some(({ value }) => value === column));

/** Sentences, most important first; empty where nothing is missing. */
export function describeMissing(
  report: ReportFile,
  params: Params,
  { absentFields, sessionGapMinutes, isTable = false, hasSessions = true }: Lacks,
): readonly string[] {
  const lacks = (field: Field) => absentFields.includes(field);
  const have = isTable ? 'The table has' : 'The files have';
  const mapIt = (field: Field) =>
    isTable ? `Map a column to “${field}”.` : `Map a column to “${field}” and load them again.`;
  const notes: string[] = [];
  if (lacks('brand') && report.id === 'brand-opportunities')
    notes.push(`${have} no brand column, so there are no brands to rank. ${mapIt('brand')}`);
  else if (lacks('brand') && names(report, 'brand', params))
    notes.push(`${have} no brand column: every brand is unknown.`);
  if (lacks('category_code') && (names(report, 'category', params) || report.reads.includes('brand_slots')))
    notes.push(
      report.id === 'top-categories'
        ? `${have} no category column, so every category is unknown and there is nothing to rank. ${mapIt('category_code')}`
        : `${have} no category column: every category is unknown.`,
    );
  if (lacks('price') && hasMoney(report, params))
    notes.push(`${have} no price column: there is no revenue, no value left in carts and no stake.`);
  const bySession = report.reads.some((model) => sessionModels.includes(model));
  if (!hasSessions && bySession) notes.push('The table names no sessions: each user is one session.');
  if (sessionGapMinutes !== null && bySession)
    notes.push(
      `The files name no sessions: they are made, a new one after a pause of more than ${sessionGapMinutes} minutes of the user.`,
    );
  return notes;
}

function blank(column: Column): Column {
  if (column.unit !== 'money' || !(column.values instanceof Float64Array)) return column;
  return { ...column, values: new Float64Array(column.values.length).fill(NaN) } as Column;
}

/** Without prices money is not known: neither in the rows nor in the summary. */
export function blankMoney<Answer extends Pick<ReportResult, 'params' | 'summary' | 'table'>>(
  answer: Answer,
  report: ReportFile,
  { absentFields }: Lacks,
): Answer {
  if (!absentFields.includes('price')) return answer;
  const isMoney = new Set(report.summary.filter(({ unit }) => unit === 'money').map(({ name }) => name));
  const summary = Object.fromEntries(
    Object.entries(answer.summary).map(([name, value]) => [
      name,
      isMoney.has(name) || isRevenue(answer.params) ? null : value,
    ]),
  );
  const { table } = answer;
  const shown: Table = isRevenue(answer.params)
    ? {
        rowCount: 0,
        columns: table.columns.map((column) => ({ ...column, values: column.values.slice(0, 0) }) as Column),
      }
    : { ...table, columns: table.columns.map(blank) };
  return { ...answer, summary, table: shown };
}
