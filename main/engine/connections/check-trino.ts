/** Tries what a connection to Trino needs. It asks for metadata, and scans nothing. */
import { z } from 'zod';
import { EngineError, type ConnectionCheck, type TrinoConnection } from '../../../preload/contract.js';
import { explainRemoteError } from '../aws-errors.js';
import { quoteIdentifier } from '../database.js';
import type { Job } from '../serve.js';
import { askHttp } from './ask-http.js';
import { askTrino, headersOf } from './ask-trino.js';
import { describeEventsTable } from './check-events.js';
import { found, notSet, runChecks } from './checks.js';

const info = z.looseObject({
  nodeVersion: z.looseObject({ version: z.string() }).optional(),
});

export async function checkTrino(
  connection: TrinoConnection,
  password: string | null,
  job: Job,
): Promise<readonly ConnectionCheck[]> {
  const { server, catalog, schema, user, events } = connection;
  const { signal } = job;

  async function ask(sql: string, trying: string, resource: string): Promise<readonly (readonly unknown[])[]> {
    try {
      return await askTrino(connection, password, sql, signal);
    } catch (error) {
      throw explainRemoteError(error, { trying, resource, sql });
    }
  }

  async function checkReach() {
    try {
      const url = new URL('/v1/info', server).href;
      const { json, status } = await askHttp({ url, method: 'GET', headers: headersOf(connection, password), signal });
      if (status >= 500) throw Object.assign(new Error(`HTTP ${status}`), { response: { status } });
      const { nodeVersion } = info.safeParse(json).data ?? {};
      if (status === 200 && nodeVersion === undefined) throw new Error('Deserialization error: this is no Trino.');
      return found(`Trino${nodeVersion ? ` ${nodeVersion.version}` : ''} answers at ${server}.`);
    } catch (error) {
      throw explainRemoteError(error, { trying: `reach Trino at ${server}`, resource: server });
    }
  }

  async function checkUser() {
    await ask('SELECT 1', `ask as the user “${user}”`, server);
    return found(`The user “${user}” may ask.`);
  }

  async function checkSchema() {
    const schemas = await ask(
      `SHOW SCHEMAS FROM ${quoteIdentifier(catalog)}`,
      `list the schemas of the catalog “${catalog}”`,
      catalog,
    );
    if (schemas.some(([name]) => name === schema.toLowerCase()))
      return found(`The catalog “${catalog}” has the schema “${schema}”.`);
    const some = schemas.slice(0, 10).map(([name]) => String(name));
    throw new EngineError('not_found', `The catalog “${catalog}” has no schema “${schema}”.`, {
      resource: `${catalog}.${schema}`,
      wayOut: some.length > 0 ? `There are: ${some.join(', ')}.` : 'It has none that this user may see.',
    });
  }

  async function checkEvents() {
    const path = [catalog, events?.database ?? schema, events?.table ?? 'events'];
    const name = path.join('.');
    const columns = await ask(
      `SHOW COLUMNS FROM ${path.map(quoteIdentifier).join('.')}`,
      `look up the table “${name}”`,
      name,
    ).catch((error: unknown) => {
      if (events === null && error instanceof EngineError && error.code === 'not_found') return null;
      throw error;
    });
    if (columns === null) return notSet(`There is no table “${name}”: attach the table that holds the events.`);
    return found(
      describeEventsTable(
        name,
        columns.map(([column]) => String(column)),
        events,
      ),
    );
  }

  return runChecks(
    [
      { id: 'reach', title: 'Trino answers', run: checkReach },
      { id: 'credentials', title: 'User', run: checkUser },
      { id: 'database', title: 'Catalog and schema', run: checkSchema },
      { id: 'events', title: 'Table of events', run: checkEvents },
    ],
    job,
  );
}
