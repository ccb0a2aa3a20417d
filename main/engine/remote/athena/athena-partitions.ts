/** The partitions of a table: as Athena lists them, or, where it computes them itself, the folders that are there. */
import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { CatalogTable } from '../../../../preload/contract.js';
import { explainRemoteError } from '../../aws-errors.js';

/** `SHOW PARTITIONS` gives nothing for a table with partition projection. */
export function isProjected(parameters: Readonly<Record<string, string>>): boolean {
  return parameters['projection.enabled'] === 'true';
}

/** Backticks: DDL of Athena is Hive's. */
export function writeShowPartitions(database: string, table: string): string {
  const quote = (name: string) => `\`${name.replaceAll('`', '``')}\``;
  return `SHOW PARTITIONS ${quote(database)}.${quote(table)}`;
}

/** Such as `event_date=2019-10-01`, several levels by `/`, in order. */
export async function listPartitionFolders(
  client: S3Client,
  { location, columns }: CatalogTable,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const match = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(location ?? '');
  if (match === null) return [];
  const [, bucket = '', path = ''] = match;
  const root = path === '' || path.endsWith('/') ? path : `${path}/`;
  let folders = [root];
  try {
    for (let level = columns.filter(({ isPartition }) => isPartition).length; level > 0; level--) {
      const below: string[] = [];
      for (const folder of folders) below.push(...(await listFolders(client, bucket, folder, signal)));
      folders = below;
    }
  } catch (error) {
    signal.throwIfAborted();
    throw explainRemoteError(error, {
      trying: `list the partitions below ${location ?? ''}`,
      action: 's3:ListBucket',
      resource: `arn:aws:s3:::${bucket}`,
    });
  }
  return folders
    .map((folder) => decodeURIComponentSafely(folder.slice(root.length).replace(/\/$/, '')))
    .filter(Boolean);
}

async function listFolders(client: S3Client, bucket: string, prefix: string, signal: AbortSignal): Promise<string[]> {
  const found: string[] = [];
  const pages = paginateListObjectsV2(
    { client },
    { Bucket: bucket, Prefix: prefix, Delimiter: '/' },
    { abortSignal: signal },
  );
  for await (const { CommonPrefixes } of pages) found.push(...(CommonPrefixes ?? []).map(({ Prefix }) => Prefix ?? ''));
  return found;
}

/** Partition values are written percent-encoded; a name that only looks so stays as it is. */
function decodeURIComponentSafely(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
