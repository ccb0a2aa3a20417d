/** Databases and tables: the Glue catalog, kept in one file. Names are lower-case. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface CatalogColumn {
  readonly name: string;
  /** As Hive writes it: `string`, `bigint`, `decimal(18,4)`. */
  readonly type: string;
  readonly comment?: string;
}

export interface Partition {
  /** In the order of the table's partition columns. */
  readonly values: readonly string[];
  readonly location: string;
}

export type TableFormat =
  | { readonly kind: 'parquet' }
  /** All columns are texts. */
  | { readonly kind: 'csv'; readonly separator: string; readonly quote: string }
  /** ROW FORMAT DELIMITED: typed, without quotation. */
  | { readonly kind: 'delimited'; readonly separator: string };

export interface CatalogTable {
  readonly name: string;
  readonly comment?: string;
  columns: readonly CatalogColumn[];
  readonly partitionColumns: readonly CatalogColumn[];
  readonly format: TableFormat;
  location: string;
  parameters: Readonly<Record<string, string>>;
  /** Registered ones; a table with projection does not look at them. */
  partitions: readonly Partition[];
  readonly createdAt: number;
}

export interface CatalogDatabase {
  readonly name: string;
  readonly comment?: string;
  readonly location?: string;
  readonly tables: Record<string, CatalogTable>;
}

export interface Catalog {
  readonly databases: Record<string, CatalogDatabase>;
  database(name: string): CatalogDatabase | null;
  table(database: string, name: string): CatalogTable | null;
  save(): Promise<void>;
}

export async function openCatalog(folder: string, names: readonly string[]): Promise<Catalog> {
  const file = join(folder, 'catalog.json');
  const databases = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as Record<string, CatalogDatabase>,
    () => ({}) as Record<string, CatalogDatabase>,
  );
  for (const name of ['default', ...names]) databases[name] ??= { name, tables: {} };
  let saving: Promise<void> = Promise.resolve();
  const database = (name: string) => databases[name.toLowerCase()] ?? null;
  return {
    databases,
    database,
    table: (name, table) => database(name)?.tables[table.toLowerCase()] ?? null,
    save() {
      saving = saving.then(async () => {
        await writeFile(`${file}.part`, JSON.stringify(databases));
        await rename(`${file}.part`, file);
      });
      return saving;
    },
  };
}
