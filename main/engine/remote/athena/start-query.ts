/** Sends a query to Athena: once, however often the call has to be repeated. */
import { StartQueryExecutionCommand, type AthenaClient, type StartQueryExecutionInput } from '@aws-sdk/client-athena';
import { EngineError, type AthenaConnection } from '../../../../preload/contract.js';
import { explainRemoteError } from '../../aws-errors.js';
import type { RemoteQuery } from '../../elsewhere.js';
import { isAway, isCut, isOverQuota, isPassing } from '../aws-faults.js';
import type { Run } from '../driver.js';
import { growingPauses, sleep, type Pace } from '../pace.js';
import { placeValues } from '../place-values.js';
import { toSqlLiteral } from '../sql-literal.js';
import type { Turns } from '../turns.js';

/** Of the API: in bytes of UTF-8. */
const longestText = 262_144;
/** Of the API, for each of ExecutionParameters. */
const longestParameter = 1024;

/** Whole minutes, so that an answer of that age is surely younger than the data. */
function minutesSince(time: string | undefined): number {
  return time === undefined ? Infinity : Math.floor((Date.now() - Date.parse(time)) / 60_000);
}

/** Throws EngineError `bad_params` for a text that Athena does not take. */
function writeRequest(connection: AthenaConnection, query: RemoteQuery, token: string): StartQueryExecutionInput {
  const literals = query.values.map(toSqlLiteral);
  const fit = literals.every((literal) => literal.length <= longestParameter);
  const sql = fit ? query.sql : placeValues(query.sql, query.values);
  const bytes = Buffer.byteLength(sql);
  if (bytes > longestText)
    throw new EngineError(
      'bad_params',
      `The text of the query has ${bytes.toLocaleString('en')} bytes; Athena takes ${longestText.toLocaleString('en')}.`,
      { wayOut: 'Leave out what makes it long: a list of flagged users, for one.' },
    );
  const reuseMinutes = query.purpose === 'ddl' ? 0 : Math.min(connection.reuseMinutes, minutesSince(query.dataSince));
  return {
    QueryString: sql,
    ClientRequestToken: token,
    QueryExecutionContext: { Catalog: connection.catalog, Database: connection.database },
    WorkGroup: connection.workgroup,
    ...(fit && literals.length > 0 && { ExecutionParameters: literals }),
    ...(connection.output !== null && { ResultConfiguration: { OutputLocation: connection.output } }),
    ...(reuseMinutes > 0 && {
      ResultReuseConfiguration: {
        ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: reuseMinutes },
      },
    }),
  };
}

export interface Starting {
  readonly client: AthenaClient;
  readonly connection: AthenaConnection;
  readonly turns: Turns;
  readonly pace: Pace;
}

/**
 * Resolves to the engine's id of the query. Where all slots are taken it waits, behind those that came before. A call
 * whose answer was lost is repeated with its token, also after an abort: only so can the query be stopped.
 */
export function startQuery(
  { client, connection, turns, pace }: Starting,
  query: RemoteQuery,
  run: Run,
): Promise<string> {
  const command = new StartQueryExecutionCommand(writeRequest(connection, query, run.token));
  const waitForSlot = () => run.phase('waiting for a free slot');

  async function send(): Promise<string> {
    const nextSlotPause = growingPauses(pace.slotMs, pace.slotCapMs);
    const nextPause = growingPauses(pace.retryMs, pace.retryCapMs);
    const startedMs = Date.now();
    let failingSinceMs: number | null = null;
    let isUnsure = false;
    for (;;) {
      if (run.signal.aborted && !isUnsure) throw new EngineError('cancelled', 'Cancelled.');
      try {
        const { QueryExecutionId } = await client.send(command);
        if (QueryExecutionId === undefined) throw new EngineError('internal', 'Athena gave the query no id.');
        return QueryExecutionId;
      } catch (error) {
        const explain = () =>
          explainRemoteError(error, {
            trying: 'start the query on Athena',
            action: 'athena:StartQueryExecution',
            resource: `work group ${connection.workgroup}`,
            region: connection.region,
            sql: query.sql,
          });
        if (isOverQuota(error)) {
          if (Date.now() - startedMs > pace.slotPatienceMs) throw explain();
          waitForSlot();
          isUnsure = false;
          failingSinceMs = null;
          await sleep(nextSlotPause(), run.signal);
          continue;
        }
        isUnsure ||= isCut(error);
        failingSinceMs ??= Date.now();
        const isHopeless = !isPassing(error) || (isAway(error) && !isUnsure); // the SDK has tried thrice
        if (isHopeless || Date.now() - failingSinceMs > pace.faultMs) throw explain();
        run.phase('the service does not answer; trying again');
        await sleep(nextPause(), isUnsure ? undefined : run.signal);
      }
    }
  }

  return turns.take(run.signal, waitForSlot, send);
}
