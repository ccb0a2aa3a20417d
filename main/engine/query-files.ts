/** Reads queries/**: the text of each model and report, and what its head (the comment lines at its top) says of it. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ColumnMeta, ColumnType, ReportParameter } from '../../preload/contract.js';

export interface ModelFile {
  readonly name: string;
  readonly sql: string;
  readonly meaning: string;
  readonly grain: string;
  /** The relations its text names. */
  readonly reads: readonly string[];
  /** False for models that depend on the question: they are part of every query. */
  readonly stored: boolean;
  /** As many rows as events: never worth holding in memory. */
  readonly streamed: boolean;
  /** Columns that its table is put in order of, so that it packs well; empty where any order does. */
  readonly order: readonly string[];
  /** It is not the same when it is made of the question's days alone. */
  readonly ofAllDays: boolean;
}

/** When the parameter has this value, these are the key columns of the rows. */
export interface Variant {
  readonly parameter: string;
  readonly value: string;
  readonly keys: readonly string[];
}

export interface ReportFile {
  readonly id: string;
  readonly title: string;
  readonly meaning: string;
  readonly grain: string;
  readonly sql: string;
  /** The models its text names. */
  readonly reads: readonly string[];
  /** One name for each `?`, in order. */
  readonly values: readonly string[];
  /** Filters that choose events before the models are made of them. */
  readonly chosenBy: readonly string[];
  /** Models of all days of which it needs no others than its own. */
  readonly ofItsDays: readonly string[];
  readonly parameters: readonly (ReportParameter & { readonly min: number; readonly max: number })[];
  readonly variants: readonly Variant[];
  readonly columns: readonly ColumnMeta[];
  readonly summary: readonly ColumnMeta[];
}

export interface QueryFiles {
  readonly prelude: string;
  readonly models: ReadonlyMap<string, ModelFile>;
  readonly reports: ReadonlyMap<string, ReportFile>;
  /** The statements that make a lake's tables, by the name of their file, without the comments at their top. */
  readonly lake: ReadonlyMap<string, string>;
}

type Head = ReadonlyMap<string, readonly string[]>;

/** `-- key: value` lines up to the first line that is none; a key may come more than once. */
function parseHead(text: string): { head: Head; sql: string } {
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('-- '));
  const head = new Map<string, string[]>();
  for (const line of lines.slice(0, end)) {
    const [, key = '', value = ''] = /^-- ([^:]+): (.*)$/.exec(line) ?? [];
    head.set(key, [...(head.get(key) ?? []), value]);
  }
  return { head, sql: lines.slice(end).join('\n').trim() };
}

function one(head: Head, key: string): string {
  return (head.get(key) ?? []).join(' ');
}

function list(text: string): readonly string[] {
  return text === '' ? [] : text.split(',').map((part) => part.trim());
}

/** Entries `kind NAME: value`, in order. */
function named(head: Head, kind: string): readonly (readonly [name: string, value: string])[] {
  return [...head].flatMap(([key, values]) =>
    key.startsWith(`${kind} `) ? values.map((value) => [key.slice(kind.length + 1), value] as const) : [],
  );
}

/** `integer visitors -- Visitors`: type, unit (may be missing), title. */
function parseColumn([name, value]: readonly [string, string]): ColumnMeta {
  const [kind = '', title = name] = value.split(' -- ');
  const [type = 'text', unit = ''] = kind.split(' ');
  return { name, title, type: type as ColumnType, unit };
}

/** `choice a, b = a -- Title` or `integer 1..100 = 10 -- Title`. */
function parseParameter([name, value]: readonly [string, string]): ReportFile['parameters'][number] {
  const [, type, domain = '', preset = '', title = name] = /^(choice|integer) (.*) = (\S+) -- (.*)$/.exec(value) ?? [];
  if (type === 'choice') {
    return {
      name,
      title,
      type,
      choices: list(domain),
      default: /^\d+$/.test(preset) ? Number(preset) : preset,
      min: 0,
      max: 0,
    };
  }
  const [min = 0, max = 0] = domain.split('..').map(Number);
  return { name, title, type: 'integer', choices: [], default: Number(preset), min, max };
}

function parseVariant([name, value]: readonly [string, string]): Variant {
  const [parameter = '', chosen = ''] = name.split('=');
  return { parameter, value: chosen, keys: list(value) };
}

function parseModel(text: string): ModelFile {
  const { head, sql } = parseHead(text);
  const stored = list(one(head, 'stored'));
  return {
    name: one(head, 'model'),
    sql,
    meaning: one(head, 'meaning'),
    grain: one(head, 'grain'),
    reads: list(one(head, 'reads')),
    stored: !stored.includes('never'),
    streamed: stored.includes('streamed'),
    order: list(one(head, 'order')),
    ofAllDays: one(head, 'days') === 'all',
  };
}

/** The line of a report's text that names the models it reads; those that are not tables are put in its place. */
export const modelsLine = /^-- models: (.*)$/m;

function parseReport(text: string): ReportFile {
  const { head, sql } = parseHead(text);
  return {
    id: one(head, 'report'),
    title: one(head, 'title'),
    meaning: one(head, 'meaning'),
    grain: one(head, 'grain'),
    sql,
    reads: list(modelsLine.exec(sql)?.[1] ?? ''),
    values: list(one(head, 'values')),
    chosenBy: list(one(head, 'chosen by')),
    ofItsDays: list(one(head, 'of its days')),
    parameters: named(head, 'parameter').map(parseParameter),
    variants: named(head, 'variant').map(parseVariant),
    columns: named(head, 'column').map(parseColumn),
    summary: named(head, 'summary').map(parseColumn),
  };
}

async function listTexts(dir: string): Promise<readonly string[]> {
  return (await readdir(dir)).filter((name) => name.endsWith('.sql')).sort();
}

async function readTexts(dir: string): Promise<readonly string[]> {
  const names = await listTexts(dir);
  return Promise.all(names.map((name) => readFile(join(dir, name), 'utf8')));
}

/** Reads the folder `queries/`. */
export async function readQueryFiles(dir: string): Promise<QueryFiles> {
  const models = (await readTexts(join(dir, 'models'))).map(parseModel);
  const reports = (await readTexts(join(dir, 'reports'))).map(parseReport);
  const lake = await readTexts(join(dir, 'lake'));
  const lakeNames = await listTexts(join(dir, 'lake'));
  return {
    prelude: await readFile(join(dir, 'duckdb-prelude.sql'), 'utf8'),
    models: new Map(models.map((model) => [model.name, model])),
    reports: new Map(reports.map((report) => [report.id, report])),
    lake: new Map(lakeNames.map((name, at) => [name.replace(/\.sql$/, ''), parseHead(lake[at] ?? '').sql])),
  };
}
