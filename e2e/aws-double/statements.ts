/** What a text asks Athena to do. Texts that it cannot read are refused with InvalidRequestException, MALFORMED_QUERY. */
import type { CatalogColumn } from './athena-catalog.js';
import { readCreateTable } from './create-table.js';
import { readProperties, readTableName } from './ddl-parts.js';
import { createCursor, malformed, tokenize, type Cursor } from './ddl-tokens.js';
import type { GivenPartition, Statement } from './statement.js';

/** The text without a last semicolon. Throws where there is more than one statement. */
export function withoutSemicolon(sql: string): string {
  const semicolons = tokenize(sql).filter(({ type, text }) => type === 'sign' && text === ';');
  const [first] = semicolons;
  if (first === undefined) return sql;
  if (tokenize(sql.slice(first.end)).length > 0)
    throw malformed(`Only one sql statement is allowed. Got: ${sql.slice(0, 1000)}`);
  return sql.slice(0, first.at);
}

function readPartitions(cursor: Cursor): readonly GivenPartition[] {
  const list: GivenPartition[] = [];
  while (cursor.accept('PARTITION')) {
    cursor.expect('(');
    const values: Record<string, string> = {};
    do {
      const name = cursor.name();
      cursor.expect('=');
      values[name] = cursor.next().text;
    } while (cursor.accept(','));
    cursor.expect(')');
    list.push({ values, location: cursor.accept('LOCATION') ? cursor.text() : null });
    cursor.accept(',');
  }
  if (list.length === 0) throw cursor.refuse("'PARTITION'");
  return list;
}

function readAlter(cursor: Cursor): Statement {
  cursor.expect('TABLE');
  const name = readTableName(cursor);
  if (cursor.accept('SET', 'TBLPROPERTIES'))
    return { kind: 'set_properties', name, parameters: readProperties(cursor) };
  if (cursor.accept('SET', 'LOCATION')) return { kind: 'set_location', name, location: cursor.text() };
  if (cursor.accept('ADD', 'COLUMNS')) {
    cursor.expect('(');
    const columns: CatalogColumn[] = [];
    do columns.push({ name: cursor.name(), type: cursor.name() });
    while (cursor.accept(','));
    cursor.expect(')');
    return { kind: 'add_columns', name, columns };
  }
  if (cursor.accept('ADD')) {
    const ifNotExists = cursor.accept('IF', 'NOT', 'EXISTS');
    return { kind: 'add_partitions', name, ifNotExists, partitions: readPartitions(cursor) };
  }
  cursor.expect('DROP');
  const ifExists = cursor.accept('IF', 'EXISTS');
  return { kind: 'drop_partitions', name, ifExists, partitions: readPartitions(cursor) };
}

function readCreate(cursor: Cursor): Statement {
  if (!cursor.accept('DATABASE') && !cursor.accept('SCHEMA')) return readCreateTable(cursor);
  const ifNotExists = cursor.accept('IF', 'NOT', 'EXISTS');
  const name = cursor.name();
  const comment = cursor.accept('COMMENT') ? cursor.text() : undefined;
  const location = cursor.accept('LOCATION') ? cursor.text() : undefined;
  if (cursor.accept('WITH', 'DBPROPERTIES')) readProperties(cursor);
  return { kind: 'create_database', name, ifNotExists, ...(comment && { comment }), ...(location && { location }) };
}

function readDrop(cursor: Cursor): Statement {
  if (cursor.accept('DATABASE') || cursor.accept('SCHEMA')) {
    const ifExists = cursor.accept('IF', 'EXISTS');
    const name = cursor.name();
    const cascade = cursor.accept('CASCADE');
    if (!cascade) cursor.accept('RESTRICT');
    return { kind: 'drop_database', name, ifExists, cascade };
  }
  cursor.expect('TABLE');
  const ifExists = cursor.accept('IF', 'EXISTS');
  return { kind: 'drop_table', name: readTableName(cursor), ifExists };
}

function readShow(cursor: Cursor): Statement {
  if (cursor.accept('DATABASES') || cursor.accept('SCHEMAS')) return { kind: 'show_databases' };
  if (cursor.accept('TABLES')) {
    const database = cursor.accept('IN') || cursor.accept('FROM') ? cursor.name() : null;
    return { kind: 'show_tables', database, pattern: cursor.token?.type === 'text' ? cursor.text() : null };
  }
  if (cursor.accept('PARTITIONS')) return { kind: 'show_partitions', name: readTableName(cursor) };
  if (cursor.accept('CREATE', 'TABLE')) return { kind: 'show_create', name: readTableName(cursor) };
  if (cursor.accept('TBLPROPERTIES')) return { kind: 'show_properties', name: readTableName(cursor) };
  cursor.expect('COLUMNS');
  if (!cursor.accept('IN')) cursor.expect('FROM');
  const name = readTableName(cursor);
  const database = cursor.accept('IN') || cursor.accept('FROM') ? cursor.name() : name.database;
  return { kind: 'show_columns', name: { ...name, database } };
}

function readUnload(cursor: Cursor, sql: string): Statement {
  const start = cursor.token?.end ?? 0;
  cursor.expect('(');
  let depth = 1;
  let end = start;
  while (depth > 0) {
    const token = cursor.next();
    if (token.type === 'sign' && token.text === '(') depth += 1;
    if (token.type === 'sign' && token.text === ')') depth -= 1;
    end = token.at;
  }
  cursor.expect('TO');
  const to = cursor.text();
  const options: Record<string, string> = {};
  if (cursor.accept('WITH')) {
    cursor.expect('(');
    do {
      const name = cursor.name();
      cursor.expect('=');
      options[name] = cursor.text();
    } while (cursor.accept(','));
    cursor.expect(')');
  }
  return { kind: 'unload', sql: sql.slice(start, end), to, options };
}

export function readStatement(text: string): Statement {
  const sql = withoutSemicolon(text);
  const tokens = tokenize(sql);
  const cursor = createCursor(sql, tokens);
  const word = tokens[0]?.type === 'word' ? tokens[0].text.toUpperCase() : (tokens[0]?.text ?? '');
  if (['SELECT', 'WITH', 'VALUES', '(', 'TABLE'].includes(word)) return { kind: 'select', sql };
  if (cursor.accept('EXPLAIN')) {
    const isAnalyze = cursor.accept('ANALYZE');
    if (cursor.accept('(')) while (!cursor.accept(')')) cursor.next();
    return { kind: 'explain', sql: sql.slice(cursor.token?.at ?? sql.length), isAnalyze };
  }
  if (cursor.accept('UNLOAD')) {
    const unload = readUnload(cursor, sql);
    cursor.end();
    return unload;
  }
  const read = (): Statement => {
    if (cursor.accept('CREATE')) return readCreate(cursor);
    if (cursor.accept('DROP')) return readDrop(cursor);
    if (cursor.accept('ALTER')) return readAlter(cursor);
    if (cursor.accept('SHOW')) return readShow(cursor);
    if (cursor.accept('MSCK')) {
      cursor.expect('REPAIR', 'TABLE');
      return { kind: 'repair', name: readTableName(cursor) };
    }
    if (cursor.accept('DESCRIBE') || cursor.accept('DESC')) {
      if (!cursor.accept('EXTENDED')) cursor.accept('FORMATTED');
      return { kind: 'describe', name: readTableName(cursor) };
    }
    throw cursor.refuse("'ALTER', 'CREATE', 'DESCRIBE', 'DROP', 'EXPLAIN', 'MSCK', 'SHOW', 'UNLOAD', <query>");
  };
  const statement = read();
  cursor.end();
  return statement;
}
