/** How far a dataset can be trusted: computed once, at the end of a load. */
import type { PublishedFigure, QualityCheck, QualityReport } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import { comparePublished, type KnownDatasets } from './published-figures.js';
import { eventChecks, type EventCheck } from './quality-checks.js';
import { readExamples, type Examples } from './read-examples.js';

/** What only the load knows. */
export interface LoadFacts {
  readonly rowsRead: number;
  readonly rowsLoaded: number;
  readonly rowsRejected: number;
  readonly duplicates: number;
  readonly duplicateExamples: Examples;
  readonly lateRows: number;
  readonly lateExamples: Examples;
  /** No file names sessions: they are made of pauses. */
  readonly areSessionsMade: boolean;
  readonly hasPrices: boolean;
}

const maximumRejectedShare = 0.01;

const warnIfAny = (count: number): QualityCheck['level'] => (count > 0 ? 'amber' : 'green');

async function checkRejects(connection: Connection, facts: LoadFacts): Promise<QualityCheck> {
  const examples = await readExamples(
    connection,
    'SELECT file, line, reason, left(text, 200) AS text FROM rejects ORDER BY rowid LIMIT 5',
  );
  const isMany = facts.rowsRejected > maximumRejectedShare * facts.rowsRead;
  return {
    id: 'rejected_rows',
    title: 'Rows that were not loaded',
    level: isMany ? 'red' : warnIfAny(facts.rowsRejected),
    count: facts.rowsRejected,
    unit: 'rows',
    why: 'They are in no report. Over 1 % of the rows, the reports are about something else than the file.',
    examples,
  };
}

async function checkEvents(connection: Connection, check: EventCheck): Promise<QualityCheck> {
  const { id, title, unit, why } = check;
  if (check.found !== undefined) await connection.run(`CREATE OR REPLACE TEMP TABLE found_rows AS ${check.found}`);
  const count = await connection.number(check.count);
  const examples = count > 0 ? await readExamples(connection, check.examples) : [];
  return { id, title, level: warnIfAny(count), count, unit, why, examples };
}

/** A check of what no file has says so. */
function explain(check: QualityCheck, { rowsLoaded, areSessionsMade, hasPrices }: LoadFacts): QualityCheck {
  if (!hasPrices && check.id.endsWith('_price')) return { ...check, why: 'Not checked: no file has a price column.' };
  if (!areSessionsMade || check.id !== 'null_sessions') return check;
  return {
    ...check,
    level: warnIfAny(rowsLoaded),
    count: rowsLoaded,
    why: 'No file names sessions: they are made, a new one after a pause of more than 30 minutes of the user.',
  };
}

function checkPublished(figures: readonly PublishedFigure[]): QualityCheck {
  const different = figures.filter((figure) => !figure.equal);
  return {
    id: 'published_figures',
    title: 'Published figures that differ from what was counted',
    level: different.length > 0 ? 'red' : 'green',
    count: different.length,
    unit: 'figures',
    why: 'The rows are as many as in the published file, so everything else should be the same too.',
    examples: different.slice(0, 5).map(({ figure, expected, actual }) => ({ figure, expected, actual })),
  };
}

/**
 * All checks on a loaded database (`events`, `rejects`). Levels after DEFINITIONS: red where published figures differ
 * at equal row counts or over 1 % of the rows were rejected, amber for any other check with a count, else green.
 * `published_figures` is there only where a published dataset has as many rows.
 */
export async function measureQuality(
  connection: Connection,
  facts: LoadFacts,
  known: KnownDatasets,
  onStep: (done: number, total: number) => void,
): Promise<QualityReport> {
  const checks: QualityCheck[] = [
    await checkRejects(connection, facts),
    {
      id: 'duplicate_rows',
      title: 'Surplus copies of rows',
      level: warnIfAny(facts.duplicates),
      count: facts.duplicates,
      unit: 'rows',
      why: 'Rows equal in all nine fields count twice in events and revenue; loading can drop them.',
      examples: facts.duplicateExamples,
    },
  ];
  for (const [at, check] of eventChecks.entries()) {
    onStep(at, eventChecks.length + 1);
    const checked = await checkEvents(connection, check);
    checks.push(explain(checked, facts));
  }
  checks.push({
    id: 'late_rows',
    title: 'Rows earlier than the row before them in their file',
    level: warnIfAny(facts.lateRows),
    count: facts.lateRows,
    unit: 'rows',
    why: 'The file is not in the order of time; the dataset is, so reports are right, but a replay differs from the file.',
    examples: facts.lateExamples,
  });
  onStep(eventChecks.length, eventChecks.length + 1);
  const isWhole = facts.rowsLoaded === facts.rowsRead;
  const compared = isWhole ? await comparePublished(connection, known, facts.rowsLoaded, facts.duplicates) : null;
  if (compared !== null) checks.push(checkPublished(compared.published));
  return { checks, published: compared?.published ?? [], publishedSource: compared?.source ?? null };
}
