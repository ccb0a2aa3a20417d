/** Who answers a report: DuckDB on this machine, or the engine that a connection leads to. */
import { EngineError, type EngineKind, type ReportQuestion } from '../../preload/contract.js';
import { costText } from '../engine/exports/cell-text.js';
import { UsageError } from './exit-code.js';
import type { Session } from './session.js';
import { sizeText } from './size-text.js';

export interface EngineOptions {
  readonly dataset?: string;
  readonly engine?: EngineKind;
  readonly connection?: string;
  readonly yes?: boolean;
}

type Chosen = Pick<ReportQuestion, 'dataset' | 'engine' | 'connection' | 'approvedBytes'>;

async function findConnection({ call }: Session, { engine, connection }: EngineOptions) {
  const all = await call('connections.list', {});
  const named = connection === undefined ? all : all.filter(({ name }) => name === connection);
  const [first, ...others] = named.filter(({ kind }) => engine === undefined || kind === engine);
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined)
    throw new UsageError(
      `There are several connections of the kind ${first.kind}.`,
      `Add --connection with one of ${[first, ...others].map(({ name }) => `“${name}”`).join(', ')}.`,
    );
  const [other] = connection === undefined ? [] : named;
  if (other !== undefined)
    throw new UsageError(`“${other.name}” is a connection of the kind ${other.kind}.`, `Say --engine ${other.kind}.`);
  throw new EngineError(
    'not_found',
    connection === undefined
      ? `There is no connection of the kind ${engine}.`
      : `There is no connection “${connection}”.`,
    { wayOut: '“vitrine connections” lists them, “vitrine connect NAME” makes one.' },
  );
}

/**
 * What the options add to a question. Without a dataset it is shown under the connection's name. Throws UsageError where
 * it is not plain which connection is meant, EngineError `not_found` where there is none.
 */
export async function chooseEngine(session: Session, options: EngineOptions): Promise<Chosen> {
  const { dataset, engine = 'duckdb', connection, yes } = options;
  if (engine === 'duckdb' && connection === undefined) return { dataset: dataset ?? '' };
  const found = await findConnection(session, options);
  return {
    dataset: dataset ?? found.name,
    engine: found.kind,
    connection: found.name,
    ...(yes && { approvedBytes: Number.MAX_SAFE_INTEGER }),
  };
}

/** A refusal for want of agreement says how to agree; throws what it is given. */
export function explainApproval(error: unknown): never {
  const failed = error instanceof EngineError ? error : null;
  if (failed?.code !== 'needs_approval') throw error;
  const { bytes, costUsd } = failed.details;
  const amount = bytes === undefined ? 'what it scans' : sizeText(bytes);
  const cost = costUsd === null || costUsd === undefined ? '' : ` (${costText(costUsd)})`;
  throw new EngineError(failed.code, failed.message, {
    ...failed.details,
    wayOut: `Add --yes to agree to ${amount}${cost}, or choose a shorter range.`,
  });
}
