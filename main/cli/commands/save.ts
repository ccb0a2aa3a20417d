/** Commands that write a data file: a dataset's export and the made-up sample. */
import type { Command } from 'commander';
import { formatValue } from '../../../charts/format-value.js';
import type { SavedFile } from '../../../preload/contract.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import { wholeNumber } from '../parse-option.js';
import { readOptions, withSession, type Session } from '../session.js';
import { sizeText } from '../size-text.js';
import { examples, type AddCommand } from './add-command.js';

/** Says what was written: as JSON to standard output, else to standard error. */
export async function reportSaved(session: Session, saved: SavedFile, out: string): Promise<ExitCode> {
  const rows = saved.rows === null ? '' : `${formatValue(saved.rows, '')} ${saved.rows === 1 ? 'row' : 'rows'}, `;
  if (session.json) await session.printJson(saved);
  else session.tell(`Wrote ${out} (${rows}${sizeText(saved.bytes)}).`);
  return exitCode.done;
}

export const addExport: AddCommand = (program, surroundings, finish) => {
  program
    .command('export')
    .description('Write all events of a dataset to a file: .csv, .csv.gz or .parquet by its ending')
    .requiredOption('--dataset <name>', 'the dataset')
    .requiredOption('--out <file>', 'the file to write')
    .addHelpText(
      'after',
      examples('export --dataset October --out october.parquet', 'export --dataset October --out october.csv.gz'),
    )
    .action(async (_: unknown, command: Command) => {
      const options = readOptions<{ dataset: string; out: string }>(command);
      const { dataset, out } = options;
      const code = await withSession(surroundings, options, async (session) =>
        reportSaved(session, await session.call('export.dataset', { dataset, path: session.toPath(out) }), out),
      );
      finish(code);
    });
};

export const addSample: AddCommand = (program, surroundings, finish) => {
  program
    .command('sample')
    .description('Write a made-up month of a shop as CSV: the same seed gives the same file')
    .requiredOption('--rows <n>', 'how many events', wholeNumber(1, Number.MAX_SAFE_INTEGER))
    .option('--seed <s>', 'which month', wholeNumber(0, Number.MAX_SAFE_INTEGER), 1)
    .requiredOption('--out <file>', 'the file to write')
    .addHelpText('after', examples('sample --rows 300000 --seed 7 --out month.csv'))
    .action(async (_: unknown, command: Command) => {
      const options = readOptions<{ rows: number; seed: number; out: string }>(command);
      const { rows, seed, out } = options;
      const code = await withSession(surroundings, options, async (session) =>
        reportSaved(session, await session.call('sample.write', { rows, seed, path: session.toPath(out) }), out),
      );
      finish(code);
    });
};
