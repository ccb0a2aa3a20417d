import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option, type Command } from 'commander';
import { formatValue } from '../../../charts/format-value.js';
import { datasetName, type FileLayout } from '../../../preload/contract.js';
import { toFileError } from '../../engine/ingest/file-kind.js';
import { exitCode, UsageError, type ExitCode } from '../exit-code.js';
import { fetchAddresses, isAddress, type FetchOptions } from '../fetch-addresses.js';
import { loadLines } from '../load-text.js';
import { calendarDay, seconds, wholeNumber } from '../parse-option.js';
import { readLayout } from '../read-layout.js';
import { readOptions, withSession, type GlobalOptions, type Session } from '../session.js';
import type { Surroundings } from '../surroundings.js';
import { watchLoads } from '../watch-loads.js';
import { examples, type AddCommand } from './add-command.js';

interface LoadOptions extends GlobalOptions, FetchOptions {
  readonly dataset: string;
  readonly dropDuplicates?: boolean;
  readonly maxRejects?: number;
  readonly append?: boolean;
  readonly watch?: boolean;
  readonly layout?: string;
  /** In seconds. */
  readonly interval: number;
}

const fetching = `
An s3:// or http(s):// address is fetched first, into the workspace's cache: in parts, going on where an earlier fetch was
cut off, and checked. A second load of an unchanged file fetches nothing. s3:// needs a connection (vitrine connect); the
only one there is need not be named. A prefix, which ends with a slash, stands for all files below it; with --from and
--to, for those whose folders name a day of these (event_date=2019-10-01, dt=…, year=…/month=…/day=…).
`;

const watching = `
With --watch what is in the folder is appended file by file, then whatever comes. A file is taken when its size and time
of change stay the same over two looks, a second apart. Names that begin with a dot and endings such as .part and .tmp
are passed over. One line a file goes to standard output, with --json one JSON document a line. A file that fails is
named, and tried again when it changes; or as it is, where the disk was full or the dataset in use. One whose name is in
the dataset with other content is named and not loaded: its rows could count twice. Ctrl+C (SIGINT) or SIGTERM ends the
watching: with 0, with 3 when a file had more rejects than --max-rejects, with 130 when an append was cut off; the dataset
then is as it was before that file.
`;

/** The one folder to watch. Throws UsageError for anything else, EngineError `not_found` where there is none. */
async function findWatchedDir(files: readonly string[], options: LoadOptions, currentDir: string): Promise<string> {
  const wayOut = 'For example: vitrine load exports/ --dataset Shop --append --watch';
  if (files.some(isAddress)) throw new UsageError('“--watch” takes a folder of this machine.', wayOut);
  if (!options.append) throw new UsageError('“--watch” needs “--append”.', wayOut);
  const name = datasetName.safeParse(options.dataset);
  if (!name.success) throw new UsageError(`${name.error.issues[0]?.message ?? 'The dataset’s name does not fit'}.`);
  const [dir] = files;
  if (dir === undefined || files.length > 1) throw new UsageError('“--watch” takes one folder.', wayOut);
  const path = resolve(currentDir, dir);
  const info = await stat(path).catch((error: unknown) => {
    throw toFileError(error, path);
  });
  if (!info.isDirectory()) throw new UsageError(`“--watch” takes a folder, and “${dir}” is a file.`, wayOut);
  return path;
}

async function loadOnce(
  { call, json, print, printJson, tell }: Session,
  paths: readonly string[],
  { dataset, append, dropDuplicates, maxRejects }: LoadOptions,
  layout: FileLayout | undefined,
): Promise<ExitCode> {
  const summary = await call('datasets.load', { dataset, paths: [...paths], dropDuplicates, append, layout });
  await (json ? printJson(summary) : print(loadLines(summary, append === true)));
  for (const note of summary.notes ?? []) tell(note);
  if (summary.rowsRejected > 0)
    tell(`Rejected rows are kept with their reasons: vitrine rejects --dataset "${dataset}"`);
  if (maxRejects === undefined || summary.rowsRejected <= maxRejects) return exitCode.done;
  tell(`Rejected rows: ${formatValue(summary.rowsRejected, '')}, more than --max-rejects ${maxRejects}.`);
  return exitCode.needsLook;
}

async function runLoad(files: readonly string[], options: LoadOptions, surroundings: Surroundings): Promise<ExitCode> {
  const dir = options.watch ? await findWatchedDir(files, options, surroundings.currentDir) : null;
  return withSession(surroundings, options, async (session) => {
    const { layout: given, dataset, dropDuplicates, maxRejects, interval } = options;
    const layout = given === undefined ? undefined : await readLayout(given, session, surroundings.shippedDir);
    if (dir === null) return loadOnce(session, await fetchAddresses(session, files, options), options, layout);
    return watchLoads(session, surroundings, {
      dataset,
      dir,
      dropDuplicates,
      layout,
      layoutPath: given === undefined ? null : session.toPath(given),
      maxRejects,
      intervalMs: interval * 1000,
    });
  });
}

export const addLoad: AddCommand = (program, surroundings, finish) => {
  program
    .command('load')
    .description('Load files into a new dataset, or add them to one')
    .argument('<file...>', 'CSV, NDJSON, either gzipped, zip with one CSV, Parquet, or a folder of them; or an address')
    .requiredOption('--dataset <name>', 'the dataset to make, or to add to')
    .option('--append', 'add to the dataset; files that are in it already are skipped and named')
    .option('--watch', 'with --append: keep appending the new files of a folder until Ctrl+C')
    .option('--connection <name>', 'for s3:// addresses')
    .option('--from <day>', 'of an s3:// prefix: first day, YYYY-MM-DD', calendarDay)
    .option('--to <day>', 'of an s3:// prefix: the day after the last one', calendarDay)
    .option('--layout <file>', 'how the files are written: a layout’s JSON file, or a name of “vitrine layouts”')
    .option('--drop-duplicates', 'keep only the first of rows that are equal in all fields')
    .option(
      '--max-rejects <n>',
      'end with 3 when more rows are rejected (the data are loaded)',
      wholeNumber(0, Number.MAX_SAFE_INTEGER),
    )
    .addOption(new Option('--interval <seconds>').argParser(seconds).default(1).hideHelp())
    .addHelpText(
      'after',
      examples(
        'load 2019-Oct.csv --dataset October',
        'load 2019-Oct.csv.gz 2019-Nov.csv.gz --dataset Autumn --drop-duplicates',
        'load 2019-11-01.csv --dataset October --append',
        'load eventos.csv --dataset Loja --layout eventos-loja',
        'load exports/ --dataset Shop --append --watch',
        'load exports/ --dataset Shop --max-rejects 100 --json',
        'load s3://shop-exports/2019-Oct.csv.gz --connection work --dataset October',
        'load s3://shop-lake/curated/events/ --from 2019-10-01 --to 2019-10-08 --dataset Week',
        'load https://example.com/2019-Oct.csv.gz --dataset October',
      ) +
        fetching +
        watching,
    )
    .action(async (files: string[], _: unknown, command: Command) => {
      finish(await runLoad(files, readOptions<LoadOptions>(command), surroundings));
    });
};
