/** The statements that make a lake's tables, in Hive's words as Athena takes them. */
import { fields } from '../../../../preload/contract.js';
import { manifestKey } from '../../lake-manifest.js';
import type { QueryFiles } from '../../query-files.js';
import { curatedFolder, digest, rawFolder, type LakePlace } from './lake-place.js';
import type { LakeTable } from './lake-tables.js';

export const rawTable = 'raw_events';

/** A name as the catalog's DDL takes it. */
export const quoteName = (name: string) => `\`${name.replaceAll('`', '``')}\``;

/** A text as the catalog's DDL takes it. */
export const quoteText = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** Puts what is named in braces into a text of queries/lake. Throws for a name that is not given. */
function fill(files: QueryFiles, statement: string, values: Readonly<Record<string, string>>): string {
  const text = files.lake.get(statement);
  if (text === undefined) throw new Error(`There is no statement ${statement}.`);
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`${statement} names ${name}, which is not given.`);
    return value;
  });
}

const columnLines = (columns: readonly { readonly name: string; readonly type: string }[]) =>
  columns.map(({ name, type }) => `  ${quoteName(name)} ${type}`).join(',\n');

export interface LakeDescription {
  readonly place: LakePlace;
  readonly database: string;
  readonly tables: readonly LakeTable[];
  /** First and last day with events. */
  readonly days: { readonly first: string; readonly last: string };
  /** Whether the raw zone is a table: every file in it is a CSV with the usual header. */
  readonly hasRawTable: boolean;
  /** Tables of an earlier publication that there are no more. */
  readonly dropped: readonly string[];
}

export interface LakeStatements {
  /** Run first, and alone. */
  readonly database: string;
  /** Of one table each, in order; different tables do not wait for one another. */
  readonly tables: readonly (readonly string[])[];
  /** The hash of each table's definition. */
  readonly definitions: Readonly<Record<string, string>>;
}

/** `standing`: tables that are there, with the hash of their definition; they are left alone where they are as they should be. */
export function composeStatements(
  files: QueryFiles,
  lake: LakeDescription,
  standing: ReadonlyMap<string, string> = new Map(),
): LakeStatements {
  const { place, database, tables, days } = lake;
  const qualify = (table: string) => `${quoteName(database)}.${quoteName(table)}`;
  const drop = (table: string) => fill(files, 'drop-table', { table: qualify(table) });
  const create = (statement: string, table: string, folder: string, columns: Parameters<typeof columnLines>[0]) => {
    const text = fill(files, statement, {
      table: qualify(table),
      columns: columnLines(columns),
      location: quoteText(`${place.uri}${folder}`),
      manifest: quoteText(`${place.uri}${manifestKey}`),
      range: quoteText(`${days.first},${days.last}`),
    });
    return { table, text, definition: digest([text]) };
  };
  const wanted = tables.map(({ name, columns }) =>
    create(name === 'events' ? 'create-events' : 'create-table', name, curatedFolder(name), columns),
  );
  if (lake.hasRawTable)
    wanted.push(
      create(
        'create-raw-events',
        rawTable,
        rawFolder,
        fields.map((name) => ({ name, type: 'string' })),
      ),
    );
  return {
    database: fill(files, 'create-database', { database: quoteName(database) }),
    tables: [
      ...wanted.flatMap(({ table, text, definition }) =>
        standing.get(table) === definition ? [] : [[drop(table), text]],
      ),
      ...lake.dropped.map((table) => [drop(table)]),
    ],
    definitions: Object.fromEntries(wanted.map(({ table, definition }) => [table, definition])),
  };
}

/** In the order in which a dry run tells them; none where there is no table to be made or dropped. */
export function listStatements({ database, tables }: LakeStatements): readonly string[] {
  return tables.length === 0 ? [] : [database, ...tables.flat()];
}
