/** Athena's operations: rights, rates, and the life of queries. */
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../../preload/contract.js';
import type { Catalog } from './athena-catalog.js';
import { invalid, needText, page, readText, readTexts, type Input } from './athena-input.js';
import { AwsError } from './aws-error.js';
import { getDatabase, getTableMetadata, listDataCatalogs, listDatabases, listTableMetadata } from './catalog-calls.js';
import { describeExecution, isActive, statementType, type Execution } from './executions.js';
import { accountId, type DoubleCredentials, type DoubleWorkGroup } from './options.js';
import { denialMessage, isDenied } from './policy.js';
import { QueryFailure } from './query-failure.js';
import { createRateLimits } from './rate-limits.js';
import { tooManyQueries } from './refusals.js';
import { getQueryResults } from './result-pages.js';
import { runQuery, type QueryRunner } from './run-query.js';
import type { S3Store } from './s3-store.js';
import { readQuery, type AskedQuery } from './start-query.js';
import { splitUri } from './table-objects.js';
import { chooseOutput, findWorkGroup, getWorkGroup, listWorkGroups, usualEngine } from './work-groups.js';

export interface AthenaSettings {
  readonly region: string;
  readonly store: S3Store;
  readonly catalog: Catalog;
  readonly workGroups: readonly DoubleWorkGroup[];
  readonly runner: QueryRunner;
  readonly queuedMs: number;
  readonly runningMs: number;
  readonly activeQueryLimit: number;
  readonly rateLimits: boolean;
}

export interface Athena {
  /** Oldest first. */
  readonly queries: readonly Execution[];
  /** So many of the next queries go back from RUNNING to QUEUED once. */
  requeue(count: number): void;
  answer(operation: string, body: string, identity: DoubleCredentials): Promise<object>;
  /** Stops what runs, and waits for its end. */
  close(): Promise<void>;
}

type Handler = (input: Input, identity: DoubleCredentials) => object | Promise<object>;

export function createAthena(settings: AthenaSettings): Athena {
  const { catalog, workGroups, store, runner } = settings;
  const queries: Execution[] = [];
  const tokens = new Map<string, { readonly print: string; readonly id: string }>();
  const running = new Set<Promise<void>>();
  const checkRate = createRateLimits();
  let requeues = 0;

  function find(id: string): Execution {
    const execution = queries.find((candidate) => candidate.id === id);
    if (execution === undefined) throw invalid(`QueryExecution ${id} was not found`);
    return execution;
  }

  function end(execution: Execution, state: 'SUCCEEDED' | 'FAILED' | 'CANCELLED', reason: string | null): void {
    execution.completedAt = Date.now();
    execution.reason = reason;
    execution.state = state;
  }

  async function live(execution: Execution, identity: DoubleCredentials): Promise<void> {
    const { signal } = execution.stop;
    const wait = (ms: number) => delay(ms, undefined, { signal });
    try {
      await wait(settings.queuedMs);
      execution.state = 'RUNNING';
      if (requeues > 0) {
        requeues -= 1;
        await wait(settings.queuedMs);
        execution.state = 'QUEUED';
        await wait(settings.queuedMs);
        execution.state = 'RUNNING';
      }
      execution.runningAt = Date.now();
      const cutoff = findWorkGroup(workGroups, execution.workGroup).bytesScannedCutoff ?? Infinity;
      const leastRun = wait(settings.runningMs);
      leastRun.catch(() => undefined);
      const reused = findReusable(execution);
      if (reused === null) await runQuery(runner, execution, identity, cutoff);
      else {
        execution.reusedFrom = reused.id;
        execution.result = reused.result;
      }
      await leastRun;
      if (signal.aborted) throw new EngineError('cancelled', 'Cancelled.');
      end(execution, 'SUCCEEDED', null);
    } catch (error) {
      fail(execution, error);
    }
  }

  function fail(execution: Execution, error: unknown): void {
    if (execution.stop.signal.aborted) {
      execution.error = { category: 2, type: 1011, retryable: false, message: 'Query cancelled by user' };
      end(execution, 'CANCELLED', 'Query cancelled by user');
      return;
    }
    const failure =
      error instanceof QueryFailure
        ? error
        : error instanceof AwsError
          ? new QueryFailure(1006, error.message)
          : new QueryFailure(0, `GENERIC_INTERNAL_ERROR: ${String((error as Error).stack)}`, 1);
    const { category, type, retryable, message } = failure;
    execution.error = { category, type, retryable, message };
    end(execution, type === 1014 ? 'CANCELLED' : 'FAILED', message);
  }

  /** The newest answer to the same question that is young enough. */
  function findReusable(execution: Execution): Execution | null {
    const { reuseMinutes, statement } = execution;
    if (reuseMinutes === null || statement.kind !== 'select') return null;
    const oldest = Date.now() - reuseMinutes * 60_000;
    const same = queries.filter(
      (other) =>
        other.state === 'SUCCEEDED' &&
        other.reusedFrom === null &&
        other.query === execution.query &&
        other.parameters.join('\n') === execution.parameters.join('\n') &&
        other.database === execution.database &&
        other.workGroup === execution.workGroup &&
        (other.completedAt ?? 0) >= oldest,
    );
    return same.at(-1) ?? null;
  }

  function makeExecution(asked: AskedQuery, group: DoubleWorkGroup, folder: string | null): Execution {
    const id = randomUUID();
    const ending = asked.statement.kind === 'select' || asked.statement.kind === 'unload' ? 'csv' : 'txt';
    const execution: Execution = {
      id,
      query: asked.query,
      parameters: asked.parameters,
      statement: asked.statement,
      catalog: asked.catalog.toLowerCase(),
      database: asked.database,
      workGroup: group.name,
      engineVersion: group.engineVersion ?? usualEngine,
      outputLocation: folder === null ? null : `${folder}${id}.${ending}`,
      reuseMinutes: asked.reuseMinutes,
      submittedAt: Date.now(),
      state: 'QUEUED',
      runningAt: null,
      completedAt: null,
      reason: null,
      error: null,
      bytesScanned: 0,
      planningMs: 0,
      reusedFrom: null,
      result: null,
      stop: new AbortController(),
    };
    return execution;
  }

  function start(input: Input, identity: DoubleCredentials): object {
    const asked = readQuery(input);
    const group = findWorkGroup(workGroups, asked.workGroup);
    if (group.disabled) throw invalid(`WorkGroup ${group.name} is disabled.`);
    const before = asked.token === null ? undefined : tokens.get(asked.token);
    if (before !== undefined) {
      if (before.print !== asked.print) throw invalid('Idempotent parameters do not match');
      return { QueryExecutionId: before.id };
    }
    const folder = chooseOutput(group, input, store, settings.region);
    if (folder !== null) {
      const { bucket } = splitUri(folder);
      if (isDenied(identity, 's3:GetBucketLocation', bucket))
        throw invalid(`Unable to verify/create output bucket ${bucket}`);
    }
    const active = queries.filter((query) => isActive(query) && statementType(query.statement) === 'DML').length;
    if (statementType(asked.statement) === 'DML' && active >= settings.activeQueryLimit)
      throw tooManyQueries(
        'You have exceeded the limit for the number of queries you can run concurrently. Please reduce the number of concurrent queries submitted by this account. Contact customer support to request a concurrent query limit increase.',
      );
    const execution = makeExecution(asked, group, folder);
    queries.push(execution);
    if (asked.token !== null) tokens.set(asked.token, { print: asked.print, id: execution.id });
    const life = live(execution, identity).finally(() => running.delete(life));
    running.add(life);
    return { QueryExecutionId: execution.id };
  }

  function stop(input: Input): object {
    const execution = find(needText(input, 'QueryExecutionId', 1, 128));
    if (isActive(execution)) execution.stop.abort();
    return {};
  }

  function batchGet(input: Input): object {
    const ids = readTexts(input, 'QueryExecutionIds') ?? [];
    if (ids.length < 1 || ids.length > 50)
      throw invalid(
        "Value at 'queryExecutionIds' failed to satisfy constraint: Member must have length between 1 and 50",
      );
    const known = ids.flatMap((id) => queries.filter((execution) => execution.id === id));
    return {
      QueryExecutions: known.map((execution) => describeExecution(execution, Date.now())),
      UnprocessedQueryExecutionIds: ids
        .filter((id) => !known.some((execution) => execution.id === id))
        .map((id) => ({
          QueryExecutionId: id,
          ErrorCode: 'INVALID_INPUT',
          ErrorMessage: `QueryExecution ${id} was not found`,
        })),
    };
  }

  function list(input: Input): object {
    const group = findWorkGroup(workGroups, readText(input, 'WorkGroup') ?? 'primary');
    const ids = queries.filter(({ workGroup }) => workGroup === group.name).map(({ id }) => id);
    const { items, token } = page(ids.reverse(), input, 50);
    return { QueryExecutionIds: items, ...(token && { NextToken: token }) };
  }

  const handlers: Readonly<Record<string, Handler>> = {
    StartQueryExecution: start,
    StopQueryExecution: stop,
    GetQueryExecution: (input) => ({
      QueryExecution: describeExecution(find(needText(input, 'QueryExecutionId', 1, 128)), Date.now()),
    }),
    BatchGetQueryExecution: batchGet,
    ListQueryExecutions: list,
    GetQueryResults: (input) => getQueryResults(find(needText(input, 'QueryExecutionId', 1, 128)), input),
    ListWorkGroups: (input) => listWorkGroups(workGroups, input),
    GetWorkGroup: (input) => getWorkGroup(workGroups, input),
    ListDataCatalogs: listDataCatalogs,
    ListDatabases: (input) => listDatabases(catalog, input),
    GetDatabase: (input) => getDatabase(catalog, input),
    ListTableMetadata: (input) => listTableMetadata(catalog, input),
    GetTableMetadata: (input) => getTableMetadata(catalog, input),
  };

  /** What Athena asks of Glue in the caller's name. */
  const glueActions: Readonly<Record<string, string>> = {
    ListDatabases: 'glue:GetDatabases',
    GetDatabase: 'glue:GetDatabase',
    ListTableMetadata: 'glue:GetTables',
    GetTableMetadata: 'glue:GetTable',
  };

  function allow(operation: string, input: Input, identity: DoubleCredentials): void {
    const group = readText(input, 'WorkGroup') ?? 'primary';
    const arn = `arn:aws:athena:${settings.region}:${accountId}:workgroup/${group}`;
    const action = `athena:${operation}`;
    if (isDenied(identity, action, group))
      throw new AwsError('AccessDeniedException', denialMessage(identity, action, arn), 400);
    const glue = glueActions[operation];
    const database = readText(input, 'DatabaseName') ?? '';
    if (glue === undefined || !isDenied(identity, glue, database)) return;
    const message = denialMessage(identity, glue, `arn:aws:glue:${settings.region}:${accountId}:catalog`);
    throw new AwsError('MetadataException', `AccessDeniedException: ${message}`, 400);
  }

  return {
    queries,
    requeue: (count) => void (requeues += count),
    async answer(operation, body, identity) {
      const handler = handlers[operation];
      if (handler === undefined)
        throw new AwsError('UnknownOperationException', `The double has no ${operation}.`, 400);
      if (settings.rateLimits) checkRate(operation);
      let input: Input;
      try {
        input = JSON.parse(body === '' ? '{}' : body) as Input;
      } catch {
        throw new AwsError('SerializationException', 'The request is no JSON.', 400);
      }
      allow(operation, input, identity);
      return handler(input, identity);
    },
    async close() {
      for (const execution of queries) if (isActive(execution)) execution.stop.abort();
      await Promise.all(running);
    },
  };
}
