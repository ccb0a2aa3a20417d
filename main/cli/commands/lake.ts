import type { Command } from 'commander';
import type { CacheState, LakeListing } from '../../../preload/contract.js';
import { exitCode, UsageError } from '../exit-code.js';
import { chooseConnection, isS3 } from '../fetch-addresses.js';
import { readOptions, withSession, type GlobalOptions, type Session } from '../session.js';
import { sizeText } from '../size-text.js';
import { tableLines } from '../text-table.js';
import { examples, type AddCommand } from './add-command.js';

interface LakeOptions extends GlobalOptions {
  readonly connection?: string;
}

const minute = (moment: string | null) => (moment === null ? '–' : moment.slice(0, 16).replace('T', ' '));

async function listBuckets(session: Session, options: LakeOptions): Promise<void> {
  const connection = await chooseConnection(session, options.connection);
  const buckets = await session.call('lake.buckets', { connection });
  if (session.json) return session.printJson(buckets);
  if (buckets.length === 0) return session.tell('There is no bucket.');
  return session.print(
    tableLines([
      { title: 'bucket', align: 'left', cells: buckets.map(({ name }) => name) },
      { title: 'made (UTC)', align: 'left', cells: buckets.map(({ createdAt }) => minute(createdAt)) },
    ]),
  );
}

function* listingLines({ prefix, prefixes, objects }: LakeListing): Generator<string> {
  const below = (key: string) => key.slice(prefix.length);
  yield* tableLines([
    { title: 'name', align: 'left', cells: [...prefixes, ...objects.map(({ key }) => key)].map(below) },
    {
      title: 'size',
      align: 'right',
      cells: [...prefixes.map(() => ''), ...objects.map(({ bytes }) => sizeText(bytes))],
    },
    {
      title: 'changed (UTC)',
      align: 'left',
      cells: [...prefixes.map(() => ''), ...objects.map(({ modifiedAt }) => minute(modifiedAt))],
    },
  ]);
}

/** All pages of one folder. */
async function listFolder(session: Session, place: string, options: LakeOptions): Promise<void> {
  const [, bucket, prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/is.exec(place) ?? [];
  if (bucket === undefined || !isS3(place))
    throw new UsageError(`“${place}” is no place in S3.`, 'For example: vitrine lake ls s3://shop-lake/raw/');
  const connection = await chooseConnection(session, options.connection);
  const pages: LakeListing[] = [];
  let after: string | undefined;
  do {
    const page: LakeListing = await session.call('lake.list', { connection, bucket, prefix, after });
    pages.push(page);
    after = page.next ?? undefined;
  } while (after !== undefined);
  const listing: LakeListing = {
    bucket,
    prefix,
    prefixes: pages.flatMap((page) => page.prefixes),
    objects: pages.flatMap((page) => page.objects),
    next: null,
  };
  if (session.json) return session.printJson(listing);
  if (listing.prefixes.length + listing.objects.length === 0)
    return session.tell('There is nothing. A prefix that is a folder ends with a slash.');
  return session.print(listingLines(listing));
}

function cacheLine({ bytes, capBytes, files }: CacheState): string {
  return `${files} ${files === 1 ? 'file' : 'files'}, ${sizeText(bytes)} of at most ${sizeText(capBytes)}\n`;
}

function gigabytes(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1e6) return value;
  throw new UsageError('“--cap” is a number of GB.', 'For example: vitrine lake cache --cap 50');
}

export const addLake: AddCommand = (program, surroundings, finish) => {
  const lake = program
    .command('lake')
    .description('See what lies in S3, and what was fetched from there')
    .addHelpText(
      'after',
      examples(
        'lake buckets',
        'lake ls s3://shop-lake/raw/ --connection work',
        'lake cache --cap 50',
        'lake cache --clear',
      ),
    );
  const run = async (command: Command, work: (session: Session, options: LakeOptions) => Promise<void>) => {
    const options = readOptions<LakeOptions>(command);
    finish(
      await withSession(surroundings, options, async (session) => {
        await work(session, options);
        return exitCode.done;
      }),
    );
  };
  lake
    .command('buckets')
    .description('List the buckets')
    .option('--connection <name>', 'to AWS')
    .action((_: unknown, command: Command) => run(command, listBuckets));
  lake
    .command('ls')
    .description('List one folder of a bucket')
    .argument('<place>', 's3://bucket/prefix/')
    .option('--connection <name>', 'to AWS')
    .action((place: string, _: unknown, command: Command) =>
      run(command, (session, options) => listFolder(session, place, options)),
    );
  lake
    .command('cache')
    .description('Say how much has been fetched and is kept')
    .option('--clear', 'remove it, but what is being used')
    .option('--cap <GB>', 'how much may be kept; what was used longest ago goes first')
    .action(({ clear, cap }: { clear?: boolean; cap?: string }, command: Command) =>
      run(command, async (session) => {
        const capBytes = cap === undefined ? undefined : gigabytes(cap) * 1e9;
        const state = await session.call('lake.cache', { clear, capBytes });
        await (session.json ? session.printJson(state) : session.print([cacheLine(state)]));
      }),
    );
};
