/** The beginning of a file as names and rows, before or after its layout is known. */
import { EngineError, type FileLayout } from '../../../preload/contract.js';
import { quoteIdentifier, type Connection } from '../database.js';
import { detectEncoding, detectSigns, readRecords } from './detect-signs.js';
import { findTextFault, readFirstBytes, tellKind, type FileKind } from './file-kind.js';
import { listPaths, parseObject } from './json-fields.js';
import { readHead } from './open-bytes.js';
import { decodeBytes, markedEncoding } from './read-text.js';
import { usualSigns } from './record-text.js';
import type { Sample } from './recognise-layout.js';
import { literalPath } from './sources.js';

const headBytes = 2 ** 18;
const sampleRows = 1000;

export interface FileSample extends Sample {
  readonly kind: FileKind;
}

type Named = Pick<Sample, 'fileName'>;
type Text = Pick<Sample, 'encoding'> & { readonly text: Buffer; readonly isWhole: boolean };

const noTable = (message: string) => new EngineError('bad_input', message);

/** Lines of the head as objects; undefined for those that are none. */
function readObjects({ text, isWhole }: Text): readonly (Readonly<Record<string, unknown>> | null)[] {
  const lines = text
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .split('\n');
  if (!isWhole) lines.pop();
  const filled = lines.filter((line) => line.trim() !== '');
  return filled.slice(0, sampleRows).map(parseObject);
}

function sampleNdjson(named: Named, text: Text): Omit<FileSample, 'kind'> {
  const objects = readObjects(text).filter((object) => object !== null);
  if (objects.length === 0) throw noTable('No line of the file is a JSON object; one object a line is expected.');
  const records = objects.map((object) => new Map(listPaths(object)));
  const names = [...new Set(records.flatMap((record) => [...record.keys()]))];
  const rows = records.map((record) => names.map((name) => record.get(name) ?? null));
  return { ...named, format: 'ndjson', encoding: text.encoding, signs: usualSigns, names, isFirstRecord: false, rows };
}

function sampleCsv(
  named: Named,
  { text, isWhole, encoding }: Text,
  layout: FileLayout | null,
): Omit<FileSample, 'kind'> {
  const { delimiter, quote } = layout ?? detectSigns(text, isWhole);
  const signs = { delimiter, quote };
  const [names, ...records] = readRecords(text, isWhole, signs, sampleRows);
  if (names === undefined) throw noTable('The file holds no rows.');
  const rows = records.map((record) => record.map((value) => value || null));
  return { ...named, format: 'csv', encoding, signs, names, isFirstRecord: true, rows };
}

async function sampleParquet(named: Named, path: string, connection: Connection): Promise<FileSample> {
  const columns = await connection.rows('SELECT column_name AS name FROM (DESCRIBE FROM read_parquet(?))', [
    literalPath(path),
  ]);
  const names = columns.map((column) => String(column['name']));
  const texts = names.map((name) => `CAST(${quoteIdentifier(name)} AS VARCHAR)`).join(', ');
  const rows = await connection.rows(`SELECT [${texts}] AS texts FROM read_parquet(?) LIMIT ${sampleRows}`, [
    literalPath(path),
  ]);
  return {
    ...named,
    kind: 'parquet',
    format: 'csv',
    encoding: 'utf-8',
    signs: usualSigns,
    names,
    isFirstRecord: false,
    rows: rows.map((row) => row['texts'] as (string | null)[]),
  };
}

/** An object begins the first line, or stands in another that a layout for NDJSON lets us expect. */
function isNdjson(text: Text, layout: FileLayout | null): boolean {
  const start = text.text
    .subarray(0, 4096)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart();
  if (start.startsWith('[') && (layout?.format === 'ndjson' || /^\[\s*[{\]]/.test(start)))
    throw noTable("The file is a JSON array; one object a line is expected, which “jq -c '.[]' FILE” makes of it.");
  if (start.startsWith('{')) return true;
  if (layout?.format !== 'ndjson') return false;
  if (readObjects(text).some((object) => object !== null)) return true;
  throw noTable('No line of the file is a JSON object, which its layout expects.');
}

const ndjsonKinds = { csv: 'ndjson', 'csv.gz': 'ndjson.gz', zip: 'zip', parquet: 'parquet' } as const;

/** The kind that the first bytes tell: text in a file is taken for CSV. */
export async function tellPackedKind(path: string): Promise<keyof typeof ndjsonKinds> {
  return tellKind(await readFirstBytes(path, 4));
}

/**
 * Reads the first rows of a file; through the signs and encoding of `layout` where there is one, else through those that
 * the bytes tell. A byte order mark, and whether a line is a JSON object, say more than a layout. Throws EngineError
 * `bad_input` where the file holds no table, `not_found`.
 */
export async function sampleFile(
  fileName: string,
  path: string,
  layout: FileLayout | null,
  connection: Connection,
): Promise<FileSample> {
  const kind = await tellPackedKind(path);
  if (kind === 'parquet') return sampleParquet({ fileName }, path, connection);
  const { head, isWhole } = await readHead(path, kind, headBytes);
  const encoding = layout === null ? detectEncoding(head) : (markedEncoding(head) ?? layout.encoding);
  const text: Text = { text: decodeBytes(head, encoding), isWhole, encoding };
  const fault = findTextFault(text.text);
  if (fault !== null) throw noTable(fault);
  if (isNdjson(text, layout)) return { ...sampleNdjson({ fileName }, text), kind: ndjsonKinds[kind] };
  return { ...sampleCsv({ fileName }, text, layout), kind };
}
