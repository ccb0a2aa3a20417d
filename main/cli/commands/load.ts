import { Option, type Command } from 'commander';
import { formatValue } from '../../../charts/format-value.js';
import type { LoadSummary } from '../../../preload/contract.js';
import { exitCode, notBuiltYet } from '../exit-code.js';
import { wholeNumber } from '../parse-option.js';
import { readOptions, withSession } from '../session.js';
import { sizeText } from '../size-text.js';
import { examples, type AddCommand } from './add-command.js';

interface LoadOptions {
  readonly dataset: string;
  readonly dropDuplicates?: boolean;
  readonly maxRejects?: number;
  readonly append?: boolean;
  readonly watch?: boolean;
  readonly layout?: string;
}

function* describe(summary: LoadSummary): Generator<string> {
  const { dataset, rowsRead, rowsLoaded, rowsRejected, duplicates, duplicatesDropped, seconds, bytes } = summary;
  const count = (rows: number) => formatValue(rows, '');
  const speed = seconds > 0 ? `, ${sizeText(bytes / seconds)}/s` : '';
  yield `Loaded ${dataset} in ${formatValue(seconds, '')} s (${sizeText(bytes)}${speed}).\n`;
  yield `  rows read      ${count(rowsRead)}\n`;
  yield `  rows loaded    ${count(rowsLoaded)}\n`;
  yield `  rows rejected  ${count(rowsRejected)}\n`;
  yield `  duplicates     ${count(duplicates)}${duplicates > 0 ? (duplicatesDropped ? ', dropped' : ', kept') : ''}\n`;
}

function refuseLaterOptions(options: LoadOptions): void {
  if (options.append) throw notBuiltYet('“--append”');
  if (options.watch) throw notBuiltYet('“--watch”');
  if (options.layout !== undefined) throw notBuiltYet('“--layout”');
}

export const addLoad: AddCommand = (program, surroundings, finish) => {
  program
    .command('load')
    .description('Load files into a new dataset')
    .argument('<file...>', 'CSV, CSV.gz, zip with one CSV, Parquet, or a folder of them')
    .requiredOption('--dataset <name>', 'the dataset to make')
    .option('--drop-duplicates', 'keep only the first of rows that are equal in all fields')
    .option(
      '--max-rejects <n>',
      'end with 3 when more rows are rejected (the data are loaded)',
      wholeNumber(0, Number.MAX_SAFE_INTEGER),
    )
    .addOption(new Option('--append').hideHelp())
    .addOption(new Option('--watch').hideHelp())
    .addOption(new Option('--layout <file>').hideHelp())
    .addHelpText(
      'after',
      examples(
        'load 2019-Oct.csv --dataset October',
        'load 2019-Oct.csv.gz 2019-Nov.csv.gz --dataset Autumn --drop-duplicates',
        'load exports/ --dataset Shop --max-rejects 100 --json',
      ),
    )
    .action(async (files: string[], _: unknown, command: Command) => {
      const options = readOptions<LoadOptions>(command);
      refuseLaterOptions(options);
      const { dataset, dropDuplicates, maxRejects } = options;
      const code = await withSession(surroundings, options, async ({ call, json, print, printJson, tell, toPath }) => {
        const summary = await call('datasets.load', { dataset, paths: files.map(toPath), dropDuplicates });
        await (json ? printJson(summary) : print(describe(summary)));
        for (const note of summary.notes ?? []) tell(note);
        if (summary.rowsRejected > 0)
          tell(`Rejected rows are kept with their reasons: vitrine rejects --dataset "${dataset}"`);
        if (maxRejects === undefined || summary.rowsRejected <= maxRejects) return exitCode.done;
        tell(`Rejected rows: ${formatValue(summary.rowsRejected, '')}, more than --max-rejects ${maxRejects}.`);
        return exitCode.needsLook;
      });
      finish(code);
    });
};
