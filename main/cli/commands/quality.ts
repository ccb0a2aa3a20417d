import type { Command } from 'commander';
import { formatValue } from '../../../charts/format-value.js';
import type { QualityReport } from '../../../preload/contract.js';
import { exitCode } from '../exit-code.js';
import { readOptions, withSession } from '../session.js';
import { tableLines, type TextColumn } from '../text-table.js';
import { examples, type AddCommand } from './add-command.js';

function toColumns({ checks }: QualityReport): readonly TextColumn[] {
  return [
    { title: 'level', align: 'left', cells: checks.map(({ level }) => level) },
    { title: 'check', align: 'left', cells: checks.map(({ id }) => id) },
    { title: 'count', align: 'right', cells: checks.map(({ count }) => formatValue(count, '')) },
    { title: 'of', align: 'left', cells: checks.map(({ unit }) => unit) },
    { title: '', align: 'left', cells: checks.map(({ title }) => title) },
  ];
}

function publishedColumns({ published }: QualityReport): readonly TextColumn[] {
  return [
    { title: 'published figure', align: 'left', cells: published.map(({ figure }) => figure) },
    { title: 'expected', align: 'right', cells: published.map(({ expected }) => formatValue(expected, '')) },
    { title: 'actual', align: 'right', cells: published.map(({ actual }) => formatValue(actual, '')) },
    { title: '', align: 'left', cells: published.map(({ equal }) => (equal ? 'equal' : 'DIFFERS')) },
  ];
}

export const addQuality: AddCommand = (program, surroundings, finish) => {
  program
    .command('quality')
    .description('Check a dataset for what is known to go wrong; ends with 3 when a check is red')
    .requiredOption('--dataset <name>', 'the dataset')
    .addHelpText('after', examples('quality --dataset October', 'quality --dataset October --json'))
    .action(async (_: unknown, command: Command) => {
      const options = readOptions<{ dataset: string }>(command);
      const code = await withSession(surroundings, options, async ({ call, json, print, printJson }) => {
        const quality = await call('quality.get', { dataset: options.dataset });
        if (json) await printJson(quality);
        else {
          await print(tableLines(toColumns(quality)));
          if (quality.published.length > 0) await print(['\n', ...tableLines(publishedColumns(quality))]);
        }
        const isRed = quality.checks.some(({ level }) => level === 'red');
        return isRed ? exitCode.needsLook : exitCode.done;
      });
      finish(code);
    });
};
