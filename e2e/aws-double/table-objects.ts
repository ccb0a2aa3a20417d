/** Which objects a table consists of, each with the values of its partition. */
import type { CatalogColumn, CatalogTable } from './athena-catalog.js';
import type { S3Store, StoredObject } from './s3-store.js';

export interface TableObject {
  readonly object: StoredObject;
  readonly uri: string;
  readonly partition: Readonly<Record<string, string>>;
}

export function splitUri(uri: string): { readonly bucket: string; readonly key: string } {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]*)\/?(.*)$/s.exec(uri) ?? [];
  return { bucket, key };
}

/** Objects below a place, without those that Hive hides (`_x`, `.x`) and without empty ones. */
function listFiles(store: S3Store, location: string): readonly { object: StoredObject; uri: string; below: string }[] {
  const { bucket: name, key: prefix } = splitUri(location);
  const bucket = store.buckets.get(name);
  if (bucket === undefined) return [];
  return store.list(bucket, prefix).flatMap((object) => {
    const below = object.key.slice(prefix.length);
    if (object.bytes === 0 || /(^|\/)[_.]/.test(below)) return [];
    return { object, uri: `s3://${name}/${object.key}`, below };
  });
}

function isProjected(table: CatalogTable): boolean {
  return table.parameters['projection.enabled']?.toLowerCase() === 'true' && table.partitionColumns.length > 0;
}

/** Days of `yyyy-MM-dd` and the like as comparable texts; `NOW`, `NOW-3DAYS` are relative to today in UTC. */
function readEdge(text: string, format: string): string {
  const relative = /^NOW(?:\s*([+-])\s*(\d+)\s*(DAY|WEEK|MONTH|YEAR)S?)?$/i.exec(text.trim());
  if (!relative) return text.trim();
  const date = new Date();
  const [, sign, count = '0', unit = 'DAY'] = relative;
  const number = Number(count) * (sign === '-' ? -1 : 1);
  if (/MONTH/i.test(unit)) date.setUTCMonth(date.getUTCMonth() + number);
  else if (/YEAR/i.test(unit)) date.setUTCFullYear(date.getUTCFullYear() + number);
  else date.setUTCDate(date.getUTCDate() + number * (/WEEK/i.test(unit) ? 7 : 1));
  const iso = date.toISOString();
  return format
    .replace('yyyy', iso.slice(0, 4))
    .replace('MM', iso.slice(5, 7))
    .replace('dd', iso.slice(8, 10))
    .replace('HH', iso.slice(11, 13));
}

/** Whether projection would come upon this value. */
function isInProjection(table: CatalogTable, column: CatalogColumn, value: string): boolean {
  const property = (name: string) => table.parameters[`projection.${column.name}.${name}`];
  const type = property('type') ?? 'injected';
  if (type === 'injected') return true;
  if (type === 'enum') return (property('values') ?? '').split(',').some((word) => word.trim() === value);
  const [low = '', high = ''] = (property('range') ?? '').split(',');
  if (type === 'integer') return /^-?\d+$/.test(value) && Number(value) >= Number(low) && Number(value) <= Number(high);
  const format = property('format') ?? 'yyyy-MM-dd';
  const pattern = new RegExp(`^${format.replace(/[a-zA-Z]/g, '\\d')}$`);
  return pattern.test(value) && value >= readEdge(low, format) && value <= readEdge(high, format);
}

function listProjected(store: S3Store, table: CatalogTable): readonly TableObject[] {
  const usual = `${table.location}${table.partitionColumns.map(({ name }) => `${name}=\${${name}}`).join('/')}/`;
  const template = (table.parameters['storage.location.template'] ?? usual).replace(/\/?$/, '/');
  const fixed = template.slice(0, template.indexOf('${'));
  const pattern = new RegExp(
    `^${template
      .split(/(\$\{\w+\})/)
      .map((part) => {
        const name = /^\$\{(\w+)\}$/.exec(part)?.[1];
        return name === undefined ? part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : `(?<${name}>[^/]+)`;
      })
      .join('')}`,
  );
  return listFiles(store, fixed).flatMap(({ object, uri }) => {
    const partition = pattern.exec(uri)?.groups;
    if (partition === undefined) return [];
    const isThere = table.partitionColumns.every((column) =>
      isInProjection(table, column, partition[column.name] ?? ''),
    );
    return isThere ? { object, uri, partition: { ...partition } } : [];
  });
}

export function listTableObjects(store: S3Store, table: CatalogTable): readonly TableObject[] {
  if (table.partitionColumns.length === 0)
    return listFiles(store, table.location).map(({ object, uri }) => ({ object, uri, partition: {} }));
  if (isProjected(table)) return listProjected(store, table);
  return table.partitions.flatMap(({ values, location }) => {
    const partition = Object.fromEntries(table.partitionColumns.map(({ name }, at) => [name, values[at] ?? '']));
    return listFiles(store, location).map(({ object, uri }) => ({ object, uri, partition }));
  });
}

/** `k=v` folders below the table's place, for MSCK REPAIR TABLE. */
export function findPartitions(store: S3Store, table: CatalogTable): readonly { values: string[]; location: string }[] {
  const found = new Map<string, { values: string[]; location: string }>();
  for (const { below } of listFiles(store, table.location)) {
    const folders = below.split('/').slice(0, table.partitionColumns.length);
    const values = folders.map((folder, at) => {
      const [name, value] = folder.split(/=(.*)/s);
      return name === table.partitionColumns[at]?.name ? decodeURIComponent(value ?? '') : null;
    });
    if (values.length < table.partitionColumns.length || values.includes(null)) continue;
    found.set(folders.join('/'), {
      values: values.map((value) => value ?? ''),
      location: `${table.location}${folders.join('/')}/`,
    });
  }
  return [...found.values()];
}
