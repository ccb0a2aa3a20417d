/** Alerts as a document one hands to somebody: of which data and rules, how many of what, and the whole list. */
import type { Content, ContentTable, ContentText, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { formatValue } from '../../../charts/format-value.js';
import type { AlertQuestion, Column, KeptAlert, RunInfo, Table } from '../../../preload/contract.js';
import { families } from '../../../preload/rules/rule-kind.js';
import { buildFacts, frameDocument, section, tableNotes, type Draw } from './pdf-frame.js';
import type { AlertsPdfRequest } from './pdf-request.js';
import { colours } from './pdf-style.js';
import { buildTable, maxPrintedRows, measureTable } from './pdf-table.js';

const severities = ['high', 'medium', 'low'] as const;

const words = (name: string) => name.replaceAll('_', ' ');

/** `2019-10-01 00:00:20`; all times are UTC. */
const moment = (iso: string) => iso.slice(0, 19).replace('T', ' ');

function rangeOf({ from, to }: Pick<RunInfo, 'from' | 'to'>): string {
  if (from === null && to === null) return 'the whole data';
  return `${from === null ? 'the beginning' : moment(from)} – ${to === null ? 'the end' : moment(to)}`;
}

/** The filters of the question, each with what it chooses. */
export function describeFilters(question: AlertQuestion): readonly (readonly [title: string, value: string])[] {
  const { states, severities: chosen, families: kinds, verdicts, from, to, entity, search, withQuiet } = question;
  const list = (title: string, values: readonly string[] | undefined) =>
    values === undefined || values.length === 0 ? [] : [[title, values.map(words).join(', ')] as const];
  return [
    ...list('State', states),
    ...list('Severity', chosen),
    ...list('Family', kinds),
    ...list('Verdict', verdicts),
    ...(from === undefined && to === undefined
      ? []
      : [['Detected', rangeOf({ from: from ?? null, to: to ?? null })] as const]),
    ...(entity === undefined ? [] : [['Entity', `${entity.type} ${entity.id}`] as const]),
    ...(search === undefined || search === '' ? [] : [['Search', search] as const]),
    ['Muted or allowed', withQuiet === true ? 'included' : 'left out'],
  ];
}

function factsOf({ question, run, alerts }: AlertsPdfRequest): readonly (readonly [string, string])[] {
  const runFacts =
    run === null
      ? []
      : ([
          ['Rule pack', `${run.pack}, version ${run.packVersion}`],
          ['Replayed', rangeOf(run)],
          ['Replay', run.isCurrent ? run.state : `${run.state}, of the data as they were before`],
          ['Events played', formatValue(run.rows, '')],
        ] as const);
  return [
    ['Dataset', run?.dataset ?? question.dataset],
    ['Alerts', formatValue(alerts.length, '')],
    ...runFacts,
    ...describeFilters(question),
  ];
}

/** How many there are of each family and severity. */
function summarize(alerts: readonly KeptAlert[]): Content {
  const head = [...severities, 'all'].map((text): TableCell => ({ text, bold: true, alignment: 'right' }));
  const count = (chosen: readonly KeptAlert[]): TableCell[] =>
    [...severities.map((severity) => chosen.filter((alert) => alert.severity === severity)), chosen].map((some) => ({
      text: some.length === 0 ? '–' : formatValue(some.length, ''),
      alignment: 'right',
    }));
  const rows = families.flatMap((family) => {
    const chosen = alerts.filter((alert) => alert.family === family);
    return chosen.length === 0 ? [] : [[{ text: words(family) }, ...count(chosen)] as TableCell[]];
  });
  const body = [[{ text: 'Family', bold: true }, ...head], ...rows, [{ text: 'all', bold: true }, ...count(alerts)]];
  const table: ContentTable = { table: { widths: [130, 55, 55, 55, 55], body }, layout: 'report', fontSize: 8.5 };
  return table;
}

function listTable(alerts: readonly KeptAlert[]): Table {
  const text = (name: string, title: string, read: (alert: KeptAlert) => string): Column => ({
    name,
    title,
    type: 'text',
    unit: '',
    values: alerts.map(read),
  });
  const columns: readonly Column[] = [
    text('detected', 'Detected (UTC)', ({ detectedAt }) => moment(detectedAt)),
    text('severity', 'Severity', ({ severity }) => severity),
    text('state', 'State', ({ state }) => state),
    text('family', 'Family', ({ family }) => words(family)),
    text('entity', 'Entity', ({ entity }) => (entity.type === 'global' ? 'the shop' : `${entity.type} ${entity.id}`)),
    {
      name: 'events',
      title: 'Events',
      type: 'integer',
      unit: 'events',
      values: Float64Array.from(alerts, (a) => a.events),
    },
    text('reason', 'Why', ({ reason }) => reason),
    text('verdict', 'Verdict', ({ verdict, note }) => {
      const said = verdict === 'none' ? '–' : verdict;
      return note === null ? said : `${said}: ${note}`;
    }),
  ];
  return { rowCount: alerts.length, columns };
}

function sayEmpty({ run }: AlertsPdfRequest): string {
  return run === null ? 'Nothing was replayed: there are no alerts.' : 'No alert fits these filters.';
}

/** The document's definition for pdfmake; `substitution` as for reports. */
export function buildAlertsDocument(
  request: AlertsPdfRequest,
  substitution: { readonly apply: Draw; readonly wasNeeded: () => boolean },
): TDocumentDefinitions {
  const { run, question, alerts, version, madeAt } = request;
  const draw = substitution.apply;
  const rowCount = alerts.length;
  const printed = { table: listTable(alerts), params: {} };
  const subtitle =
    run === null ? question.dataset : `${run.dataset} · ${run.pack} v${run.packVersion} · ${rangeOf(run)}`;
  const heading: ContentText = {
    ...section(rowCount > maxPrintedRows ? 'The alerts' : `All ${formatValue(rowCount, '')} alerts`),
    headlineLevel: 1,
    pageBreak: 'before',
    pageOrientation: 'landscape',
  };
  const facts = buildFacts(factsOf(request), draw);
  if (rowCount === 0)
    return frameDocument({ title: 'Alerts', subtitle, version, madeAt }, draw, [
      { text: '', margin: [0, 4, 0, 0] },
      facts,
      { text: sayEmpty(request), margin: [0, 12, 0, 0] },
    ]);
  const table = buildTable(printed, { ...measureTable(printed), isWide: true }, draw);
  return frameDocument({ title: 'Alerts', subtitle, version, madeAt }, draw, [
    {
      text: 'An alert says that something is suspicious, never that fraud is proven.',
      italics: true,
      color: colours.muted,
      margin: [0, 10, 0, 8],
    },
    facts,
    section('By family and severity'),
    summarize(alerts),
    heading,
    ...tableNotes(rowCount, substitution.wasNeeded()),
    table,
  ]);
}
