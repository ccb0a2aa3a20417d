/** The reports on an engine elsewhere: the same texts over a published lake, or over somebody else's table. */
import { EngineError, type RemoteEstimate, type ReportQuestion, type ReportResult } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import type { RemoteEngines } from '../elsewhere.js';
import type { LakeManifest } from '../lake-manifest.js';
import type { QueryFiles } from '../query-files.js';
import type { Job } from '../serve.js';
import type { FlaggedUsers } from './flag-users.js';

export interface RemoteReportsNeeds {
  readonly files: QueryFiles;
  readonly engines: RemoteEngines;
  readonly readManifest: (connection: string, place: string, signal: AbortSignal) => Promise<LakeManifest | null>;
  readonly measure: (
    connection: string,
    place: string,
    job: Pick<Job, 'signal'>,
  ) => Promise<{ readonly bytes: number; readonly byDay: ReadonlyMap<string, number> }>;
  readonly findFlagged: (dataset: string) => Promise<FlaggedUsers>;
  /** A DuckDB connection, for zones and days. */
  readonly connect: <T>(signal: AbortSignal, work: (connection: Connection) => Promise<T>) => Promise<T>;
}

export interface RemoteReports {
  run(question: ReportQuestion, job: Job): Promise<ReportResult>;
  estimate(question: ReportQuestion, signal: AbortSignal): Promise<RemoteEstimate>;
}

export function createRemoteReports(_needs: RemoteReportsNeeds): RemoteReports {
  const later = async (): Promise<never> => {
    throw new EngineError('internal', 'Reports on remote engines are not built yet.');
  };
  return { run: later, estimate: later };
}
