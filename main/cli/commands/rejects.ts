import type { Command } from 'commander';
import type { Reject } from '../../../preload/contract.js';
import { rejectPages } from '../../engine/exports/report-csv.js';
import { exitCode } from '../exit-code.js';
import { readOptions, withSession, type Session } from '../session.js';
import { stripControls } from '../text-table.js';
import { examples, type AddCommand } from './add-command.js';
import { reportSaved } from './save.js';

interface RejectsOptions {
  readonly dataset: string;
  readonly out?: string;
}

const rejectsPerPage = 10_000;

function* asText(rejects: readonly Reject[]): Generator<string> {
  for (const { file, line, reason, text } of rejects) {
    yield `${stripControls(file)}:${line}: ${reason}\n    ${stripControls(text)}\n`;
  }
}

function* asJson(rejects: readonly Reject[], isFirst: boolean): Generator<string> {
  for (const [at, { file, line, reason, text }] of rejects.entries()) {
    yield `${isFirst && at === 0 ? '' : ','}\n${JSON.stringify({ file, line, reason, text })}`;
  }
}

async function printAll({ call, json, print, tell }: Session, dataset: string): Promise<void> {
  let printed = 0;
  const list = (offset: number) => call('datasets.rejects', { dataset, offset, limit: rejectsPerPage });
  for await (const page of rejectPages(list)) {
    if (json && printed === 0) await print(['[']);
    await print(json ? asJson(page, printed === 0) : asText(page));
    printed += page.length;
  }
  if (json) await print([printed === 0 ? '[]\n' : '\n]\n']);
  else if (printed === 0) tell(`No row of ${dataset} was rejected.`);
}

export const addRejects: AddCommand = (program, surroundings, finish) => {
  program
    .command('rejects')
    .description('Show the rows that could not be loaded, and why')
    .requiredOption('--dataset <name>', 'the dataset')
    .option('--out <file>', 'write them to a CSV file instead')
    .addHelpText(
      'after',
      examples(
        'rejects --dataset October',
        'rejects --dataset October --json',
        'rejects --dataset October --out bad.csv',
      ),
    )
    .action(async (_: unknown, command: Command) => {
      const options = readOptions<RejectsOptions>(command);
      const { dataset, out } = options;
      const code = await withSession(surroundings, options, async (session) => {
        if (out === undefined) {
          await printAll(session, dataset);
          return exitCode.done;
        }
        return reportSaved(session, await session.call('export.rejects', { dataset, path: session.toPath(out) }), out);
      });
      finish(code);
    });
};
