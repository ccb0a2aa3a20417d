/** StartQueryExecution: what is checked before a query exists at all. */
import { createHash } from 'node:crypto';
import { invalid, needText, readObject, readText, readTexts, type Input } from './athena-input.js';
import { writeParameters } from './parameters.js';
import type { Statement } from './statement.js';
import { readStatement } from './statements.js';

export const longestQueryBytes = 262_144;

export interface AskedQuery {
  readonly query: string;
  readonly statement: Statement;
  readonly parameters: readonly string[];
  readonly token: string | null;
  /** Of everything that may not change under one token. */
  readonly print: string;
  readonly catalog: string;
  readonly database: string;
  readonly workGroup: string;
  readonly reuseMinutes: number | null;
}

/** Throws InvalidRequestException. */
export function readQuery(input: Input): AskedQuery {
  const query = needText(input, 'QueryString', 1, Infinity);
  if (Buffer.byteLength(query) > longestQueryBytes)
    throw invalid(
      `1 validation error detected: Value at 'queryString' failed to satisfy constraint: Member must have length less than or equal to ${longestQueryBytes}`,
    );
  const token = input['ClientRequestToken'] === undefined ? null : needText(input, 'ClientRequestToken', 32, 128);
  const parameters = readTexts(input, 'ExecutionParameters') ?? [];
  if (Array.isArray(input['ExecutionParameters']) && parameters.length === 0)
    throw invalid(
      "Value '[]' at 'executionParameters' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
  const context = readObject(input, 'QueryExecutionContext');
  const reuse = readObject(readObject(input, 'ResultReuseConfiguration'), 'ResultReuseByAgeConfiguration');
  const minutes = reuse['MaxAgeInMinutes'] ?? 60;
  if (typeof minutes !== 'number' || minutes < 0 || minutes > 10_080)
    throw invalid(
      `Value '${String(minutes)}' at 'maxAgeInMinutes' failed to satisfy constraint: Member must have value between 0 and 10080`,
    );
  const catalog = readText(context, 'Catalog') ?? 'AwsDataCatalog';
  if (catalog.toLowerCase() !== 'awsdatacatalog') throw invalid(`Data catalog ${catalog} was not found`);
  const statement = readStatement(query);
  if (parameters.length > 0) writeParameters(query, parameters); // as many as there are places
  const fixed = Object.entries(input).filter(([member]) => member !== 'ClientRequestToken');
  return {
    query,
    statement,
    parameters,
    token,
    print: createHash('sha256').update(JSON.stringify(fixed)).digest('hex'),
    catalog,
    database: (readText(context, 'Database') ?? 'default').toLowerCase(),
    workGroup: readText(input, 'WorkGroup') ?? 'primary',
    reuseMinutes: reuse['Enabled'] === true ? minutes : null,
  };
}
