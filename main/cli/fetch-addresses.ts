/** Addresses among the files of a command: they are fetched into the workspace’s cache, and stand for what came. */
import { formatValue } from '../../charts/format-value.js';
import { UsageError } from './exit-code.js';
import type { Session } from './session.js';
import { sizeText } from './size-text.js';
import { stripControls } from './text-table.js';

export interface FetchOptions {
  readonly connection?: string;
  readonly from?: string;
  readonly to?: string;
}

export const isS3 = (file: string) => /^s3:\/\//i.test(file);
export const isAddress = (file: string) => isS3(file) || /^https?:\/\//i.test(file);

/** The one that is named; else the only one to AWS there is. Throws UsageError. */
export async function chooseConnection(session: Session, named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  const [only, ...others] = (await session.call('connections.list', {})).filter(({ kind }) => kind === 'athena');
  if (only === undefined)
    throw new UsageError(
      'What lies in S3 needs a connection, and there is none yet.',
      'Make one: vitrine connect NAME --kind athena --region REGION …',
    );
  if (others.length === 0) return only.name;
  const names = [only, ...others].map(({ name }) => `“${name}”`).join(', ');
  throw new UsageError('There are several connections: --connection says which one.', `They are ${names}.`);
}

/** With days, a prefix stands for the objects of those days. */
async function expandDays(session: Session, source: string, connection: string, { from, to }: FetchOptions) {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/is.exec(source) ?? [];
  if (prefix !== '' && !prefix.endsWith('/'))
    throw new UsageError('“--from” and “--to” choose among the days of a prefix.', 'A prefix ends with a slash.');
  const objects = await session.call('lake.find', { connection, bucket, prefix, from, to });
  if (objects.length === 0)
    throw new UsageError(`Nothing below “${source}” is of these days.`, `See what is there: vitrine lake ls ${source}`);
  return objects.map(({ uri }) => uri);
}

/** The paths of all files, addresses fetched; in the order given. Throws UsageError, and EngineError as `lake.fetch`. */
export async function fetchAddresses(
  session: Session,
  files: readonly string[],
  options: FetchOptions,
): Promise<readonly string[]> {
  const addresses = files.filter(isAddress);
  const hasDays = options.from !== undefined || options.to !== undefined;
  if (hasDays && !addresses.some(isS3))
    throw new UsageError('“--from” and “--to” need an s3:// prefix to choose from.');
  if (addresses.length === 0) return files.map(session.toPath);
  const connection = addresses.some(isS3) ? await chooseConnection(session, options.connection) : undefined;

  const paths: string[] = [];
  for (const file of files) {
    if (!isAddress(file)) {
      paths.push(session.toPath(file));
      continue;
    }
    const sources =
      hasDays && isS3(file) && connection !== undefined ? await expandDays(session, file, connection, options) : [file];
    const fetched = await session.call('lake.fetch', { connection, sources });
    const came = fetched.filter(({ fromCache }) => !fromCache);
    const bytes = came.reduce((sum, one) => sum + one.bytes, 0);
    const count = (n: number) => `${formatValue(n, '')} ${n === 1 ? 'file' : 'files'}`;
    if (came.length > 0) session.tell(`Fetched ${count(came.length)}, ${sizeText(bytes)}.`);
    if (came.length < fetched.length)
      session.tell(`Unchanged since they were fetched: ${count(fetched.length - came.length)}.`);
    for (const { note } of fetched) if (note !== undefined) session.tell(stripControls(note));
    paths.push(...fetched.map(({ path }) => path));
  }
  return paths;
}
