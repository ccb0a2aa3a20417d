import type { Command } from 'commander';
import { formatValue } from '../../../charts/format-value.js';
import type { ColumnProfile, DatasetProfile } from '../../../preload/contract.js';
import { exitCode } from '../exit-code.js';
import { readOptions, withSession } from '../session.js';
import { tableLines, type TextColumn } from '../text-table.js';
import { examples, type AddCommand } from './add-command.js';

/** A terminal's line is narrow: values are cut in the text, never in the JSON. */
const longestText = 40;

const cut = (text: string) => (text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text);

const showRange = ({ min, max }: ColumnProfile) =>
  min === null || max === null ? '–' : min === max ? cut(min) : `${cut(min)} – ${cut(max)}`;

function showMostFrequent({ top, note }: ColumnProfile): string {
  const [first] = top;
  return first === undefined ? (note ?? '–') : `${cut(first.value)} (${formatValue(first.share, 'share')})`;
}

function toColumns({ rows, columns }: DatasetProfile): readonly TextColumn[] {
  const share = (count: number) => formatValue(rows === 0 ? null : count / rows, 'share');
  return [
    { title: 'column', align: 'left', cells: columns.map(({ field }) => field) },
    { title: 'type', align: 'left', cells: columns.map(({ type }) => type) },
    { title: 'empty', align: 'right', cells: columns.map(({ nulls }) => formatValue(nulls, '')) },
    { title: '', align: 'right', cells: columns.map(({ nulls }) => share(nulls)) },
    { title: 'distinct', align: 'right', cells: columns.map(({ distinct }) => formatValue(distinct, '')) },
    { title: 'range', align: 'left', cells: columns.map(showRange) },
    { title: 'most frequent', align: 'left', cells: columns.map(showMostFrequent) },
  ];
}

export const addProfile: AddCommand = (program, surroundings, finish) => {
  program
    .command('profile')
    .description('Show what each column of a dataset holds: empty and distinct values, range, most frequent values')
    .requiredOption('--dataset <name>', 'the dataset')
    .addHelpText('after', examples('profile --dataset October', 'profile --dataset October --json'))
    .action(async (_: unknown, command: Command) => {
      const options = readOptions<{ dataset: string }>(command);
      const code = await withSession(surroundings, options, async ({ call, json, print, printJson }) => {
        const profile = await call('profile.get', { dataset: options.dataset });
        if (json) await printJson(profile);
        else await print(tableLines(toColumns(profile)));
        return exitCode.done;
      });
      finish(code);
    });
};
