import type { Command } from 'commander';
import { formatValue } from '../../../charts/format-value.js';
import type { DatasetInfo } from '../../../preload/contract.js';
import { exitCode } from '../exit-code.js';
import { readOptions, withSession } from '../session.js';
import { sizeText } from '../size-text.js';
import { tableLines, type TextColumn } from '../text-table.js';
import { examples, type AddCommand } from './add-command.js';

function momentText(moment: string | null): string {
  return moment === null ? '–' : moment.slice(0, 19).replace('T', ' ');
}

function toColumns(datasets: readonly DatasetInfo[]): readonly TextColumn[] {
  const column = (title: string, align: TextColumn['align'], read: (dataset: DatasetInfo) => string) => ({
    title,
    align,
    cells: datasets.map(read),
  });
  return [
    column('name', 'left', ({ name }) => name),
    column('rows', 'right', ({ rows }) => formatValue(rows, '')),
    column('rejected', 'right', ({ rowsRejected }) => formatValue(rowsRejected, '')),
    column('first event (UTC)', 'left', ({ from }) => momentText(from)),
    column('last event (UTC)', 'left', ({ to }) => momentText(to)),
    column('size', 'right', ({ sizeBytes }) => sizeText(sizeBytes)),
    column('files', 'left', ({ files }) => files.map(({ name }) => name).join(', ')),
  ];
}

export const addDatasets: AddCommand = (program, surroundings, finish) => {
  program
    .command('datasets')
    .description('List the datasets of the workspace')
    .addHelpText('after', examples('datasets', 'datasets --json --workspace ./shop'))
    .action(async (_: unknown, command: Command) => {
      const code = await withSession(
        surroundings,
        readOptions(command),
        async ({ call, json, print, printJson, tell }) => {
          const datasets = await call('datasets.list', {});
          for (const { name, error } of await call('datasets.broken', {}))
            tell(`${name} cannot be opened: ${error.message}${error.details.wayOut ? ` ${error.details.wayOut}` : ''}`);
          if (json) await printJson(datasets);
          else if (datasets.length > 0) await print(tableLines(toColumns(datasets)));
          else tell('There is no dataset yet. Make one: vitrine load FILE --dataset NAME');
          return exitCode.done;
        },
      );
      finish(code);
    });
};

export const addRemove: AddCommand = (program, surroundings, finish) => {
  program
    .command('remove')
    .description('Remove a dataset from the workspace; the files it was loaded from stay')
    .argument('<name>', 'the dataset')
    .addHelpText('after', examples('remove October'))
    .action(async (dataset: string, _: unknown, command: Command) => {
      const code = await withSession(surroundings, readOptions(command), async (session) => {
        await session.call('datasets.remove', { dataset });
        if (session.json) await session.printJson({ removed: dataset });
        else session.tell(`Removed ${dataset}.`);
        return exitCode.done;
      });
      finish(code);
    });
};
