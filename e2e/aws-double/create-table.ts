/** CREATE EXTERNAL TABLE, as Hive writes it: names in backticks, never in double quotation marks. */
import type { CatalogColumn, TableFormat } from './athena-catalog.js';
import { malformed, type Cursor } from './ddl-tokens.js';
import { readProperties, readTableName } from './ddl-parts.js';
import type { CreateTable } from './statement.js';

const openCsv = 'org.apache.hadoop.hive.serde2.OpenCSVSerde';
const lazySimple = 'org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe';
const parquetSerde = 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe';

/** A type with what stands in its brackets: `decimal(18,4)`, `array<string>`. */
function readType(cursor: Cursor): string {
  let type = cursor.name();
  const opening = cursor.token?.text;
  if (opening !== '(' && opening !== '<') return checkType(type);
  let depth = 0;
  do {
    const { text } = cursor.next();
    if (text === '(' || text === '<') depth += 1;
    if (text === ')' || text === '>') depth -= 1;
    type += text.toLowerCase();
  } while (depth > 0);
  return checkType(type);
}

function checkType(type: string): string {
  if (
    /^(string|bigint|int|integer|smallint|tinyint|double|float|boolean|date|timestamp|binary|(var)?char\(\d+\)|decimal(\(\d+(,\d+)?\))?|(array|map|struct)<.*>)$/.test(
      type,
    )
  )
    return type === 'integer' ? 'int' : type;
  throw malformed(`FAILED: ParseException: cannot recognize input near '${type}' in column type`);
}

function readColumns(cursor: Cursor): readonly CatalogColumn[] {
  cursor.expect('(');
  const columns: CatalogColumn[] = [];
  do {
    if (cursor.token && cursor.sql[cursor.token.at] === '"') throw cursor.refuse('<identifier>');
    const name = cursor.name();
    const type = readType(cursor);
    const comment = cursor.accept('COMMENT') ? cursor.text() : undefined;
    if (columns.some((column) => column.name === name))
      throw malformed(`FAILED: SemanticException Duplicate column name: ${name}`);
    columns.push({ name, type, ...(comment && { comment }) });
  } while (cursor.accept(','));
  cursor.expect(')');
  return columns;
}

function unescapeSeparator(text: string): string {
  return text === '\\t' ? '\t' : text;
}

function readRowFormat(cursor: Cursor): TableFormat | 'parquet serde' {
  if (cursor.accept('DELIMITED')) {
    let separator = '\u0001';
    for (;;) {
      if (cursor.accept('FIELDS', 'TERMINATED', 'BY')) separator = unescapeSeparator(cursor.text());
      else if (cursor.accept('ESCAPED', 'BY') || cursor.accept('LINES', 'TERMINATED', 'BY')) cursor.text();
      else return { kind: 'delimited', separator };
    }
  }
  cursor.expect('SERDE');
  const serde = cursor.text();
  const properties = cursor.accept('WITH', 'SERDEPROPERTIES') ? readProperties(cursor) : {};
  const separator = unescapeSeparator(properties['separatorChar'] ?? properties['field.delim'] ?? ',');
  if (serde === openCsv) return { kind: 'csv', separator, quote: properties['quoteChar'] ?? '"' };
  if (serde === lazySimple) return { kind: 'delimited', separator };
  if (serde === parquetSerde) return 'parquet serde';
  throw malformed(`The double has no SerDe ${serde}.`);
}

/** Behind CREATE. */
export function readCreateTable(cursor: Cursor): CreateTable {
  if (!cursor.accept('EXTERNAL'))
    throw cursor.refuse("'DATABASE', 'EXTERNAL', 'SCHEMA' (the double knows no other CREATE)");
  cursor.expect('TABLE');
  const ifNotExists = cursor.accept('IF', 'NOT', 'EXISTS');
  if (cursor.token && cursor.sql[cursor.token.at] === '"')
    // what Athena says of a DDL with double quotation marks: it takes it for a query
    throw malformed(
      "line 1:8: mismatched input 'EXTERNAL'. Expecting: 'MATERIALIZED', 'OR', 'ROLE', 'SCHEMA', 'TABLE', 'VIEW'",
    );
  const name = readTableName(cursor);
  const columns = readColumns(cursor);
  let partitionColumns: readonly CatalogColumn[] = [];
  let rowFormat: ReturnType<typeof readRowFormat> | null = null;
  let stored = '';
  let location = '';
  let comment: string | undefined;
  let parameters: Record<string, string> = {};
  for (;;) {
    if (cursor.accept('COMMENT')) comment = cursor.text();
    else if (cursor.accept('PARTITIONED', 'BY')) partitionColumns = readColumns(cursor);
    else if (cursor.accept('ROW', 'FORMAT')) rowFormat = readRowFormat(cursor);
    else if (cursor.accept('STORED', 'AS', 'INPUTFORMAT')) {
      stored = /parquet/i.test(cursor.text()) ? 'parquet' : 'textfile';
      cursor.expect('OUTPUTFORMAT');
      cursor.text();
    } else if (cursor.accept('STORED', 'AS')) stored = cursor.name();
    else if (cursor.accept('LOCATION')) location = cursor.text();
    else if (cursor.accept('TBLPROPERTIES')) parameters = readProperties(cursor);
    else break;
  }
  if (!/^s3:\/\/[^/]+\/(.*\/)?$/.test(location))
    throw malformed(
      `FAILED: the LOCATION must be a folder such as s3://bucket/prefix/, with a slash at its end: '${location}'`,
    );
  const both = partitionColumns.find(({ name: part }) => columns.some((column) => column.name === part));
  if (both !== undefined)
    throw malformed(`FAILED: SemanticException Column repeated in partitioning columns: ${both.name}`);
  const isParquet = stored === 'parquet' || rowFormat === 'parquet serde';
  if (!isParquet && stored !== '' && stored !== 'textfile') throw malformed(`The double does not read ${stored}.`);
  const format: TableFormat = isParquet
    ? { kind: 'parquet' }
    : rowFormat === null || rowFormat === 'parquet serde'
      ? { kind: 'delimited', separator: '\u0001' }
      : rowFormat;
  return {
    kind: 'create_table',
    name,
    ifNotExists,
    ...(comment && { comment }),
    columns,
    partitionColumns,
    format,
    location,
    parameters,
  };
}
