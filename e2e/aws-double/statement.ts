/** What a text may ask Athena to do. */
import type { CatalogColumn, TableFormat } from './athena-catalog.js';

/** `database` null: the one of the query's context. */
export interface TableName {
  readonly database: string | null;
  readonly table: string;
}

export type GivenPartition = { readonly values: Readonly<Record<string, string>>; readonly location: string | null };

export interface CreateTable {
  readonly kind: 'create_table';
  readonly name: TableName;
  readonly ifNotExists: boolean;
  readonly comment?: string;
  readonly columns: readonly CatalogColumn[];
  readonly partitionColumns: readonly CatalogColumn[];
  readonly format: TableFormat;
  readonly location: string;
  readonly parameters: Readonly<Record<string, string>>;
}

export type Statement =
  | { readonly kind: 'select'; readonly sql: string }
  | { readonly kind: 'explain'; readonly sql: string; readonly isAnalyze: boolean }
  | {
      readonly kind: 'unload';
      readonly sql: string;
      readonly to: string;
      readonly options: Readonly<Record<string, string>>;
    }
  | CreateTable
  | {
      readonly kind: 'create_database';
      readonly name: string;
      readonly ifNotExists: boolean;
      readonly location?: string;
      readonly comment?: string;
    }
  | { readonly kind: 'drop_database'; readonly name: string; readonly ifExists: boolean; readonly cascade: boolean }
  | { readonly kind: 'drop_table'; readonly name: TableName; readonly ifExists: boolean }
  | { readonly kind: 'set_properties'; readonly name: TableName; readonly parameters: Readonly<Record<string, string>> }
  | { readonly kind: 'set_location'; readonly name: TableName; readonly location: string }
  | { readonly kind: 'add_columns'; readonly name: TableName; readonly columns: readonly CatalogColumn[] }
  | {
      readonly kind: 'add_partitions';
      readonly name: TableName;
      readonly ifNotExists: boolean;
      readonly partitions: readonly GivenPartition[];
    }
  | {
      readonly kind: 'drop_partitions';
      readonly name: TableName;
      readonly ifExists: boolean;
      readonly partitions: readonly GivenPartition[];
    }
  | { readonly kind: 'repair'; readonly name: TableName }
  | { readonly kind: 'show_databases' }
  | { readonly kind: 'show_tables'; readonly database: string | null; readonly pattern: string | null }
  | {
      readonly kind: 'show_partitions' | 'show_columns' | 'describe' | 'show_create' | 'show_properties';
      readonly name: TableName;
    };
