/** `layout FILE` finds out how a file is written; `layouts` lists the layouts that are shipped. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { EngineError, type FileInspection, type FileLayout, type TriedLayout } from '../../../preload/contract.js';
import { writeTexts, writeWhole } from '../../engine/exports/write-file.js';
import { exitCode, UsageError, type ExitCode } from '../exit-code.js';
import { inspectionLines, needsLook, triedLines } from '../layout-text.js';
import { readOptions, withSession, type Session } from '../session.js';
import { listShippedLayouts, type ShippedLayout } from '../shipped-layouts.js';
import type { Surroundings } from '../surroundings.js';
import { tableLines, type TextColumn } from '../text-table.js';
import { examples, type AddCommand } from './add-command.js';

interface Finding {
  readonly inspection: FileInspection;
  readonly layout: FileLayout;
  /** Null where the file cannot be loaded anyhow. */
  readonly tried: TriedLayout | null;
}

async function examine({ call, toPath }: Session, file: string): Promise<Finding> {
  const path = toPath(file);
  const [inspection] = await call('files.inspect', { paths: [path] });
  if (inspection === undefined) throw new EngineError('not_found', `There is no file “${file}”.`, { file: path });
  const { layout, problem } = inspection;
  if (layout === null)
    throw new EngineError('bad_input', problem ?? `No layout can be proposed for “${file}”.`, {
      file: path,
      wayOut: 'Write one by hand (docs/layouts.md); “vitrine layouts” lists the shipped ones to start from.',
    });
  return { inspection, layout, tried: problem === null ? await call('files.try', { path, layout }) : null };
}

const layoutText = (layout: FileLayout) => `${JSON.stringify(layout, null, 2)}\n`;

async function report(session: Session, { signal }: Surroundings, file: string, out?: string): Promise<ExitCode> {
  const { json, print, printJson, tell, toPath } = session;
  const { inspection, layout, tried } = await examine(session, file);
  if (out !== undefined)
    await writeWhole(toPath(out), signal, (path) => writeTexts(path, signal, [layoutText(layout)]));
  if (json) {
    const { layoutFrom, columns, missingFields, problem } = inspection;
    await printJson({ file, layoutFrom, layout, columns, missingFields, problem, tried });
  } else if (out === undefined) await print([layoutText(layout)]);
  for (const line of inspectionLines(inspection)) tell(line);
  if (inspection.problem !== null) tell(inspection.problem);
  if (tried !== null) for (const line of triedLines(tried, layout)) tell(line);
  if (out !== undefined) tell(`Wrote ${out}. Load with it: vitrine load "${file}" --dataset NAME --layout "${out}"`);
  return needsLook(inspection, tried, layout) ? exitCode.needsLook : exitCode.done;
}

/** Of what is not there the engine tells. */
async function requireNoFolder(path: string, file: string): Promise<void> {
  const info = await stat(path).catch(() => null);
  if (info?.isDirectory() !== true) return;
  throw new UsageError(`“${file}” is a folder: a layout is found out from one file.`, 'Name one of the files in it.');
}

export const addLayout: AddCommand = (program, surroundings, finish) => {
  program
    .command('layout')
    .description('Find out how a file is written and print its layout; ends with 3 when it needs a look')
    .argument('<file>', 'the one file to look at; no folder')
    .option('--out <file>', 'write the layout to a file instead of printing it')
    .addHelpText(
      'after',
      `${examples(
        'layout eventos.csv',
        'layout eventos.csv --out layout.json',
        'load eventos.csv --dataset Loja --layout layout.json',
        'layout eventos.csv --json',
      )}
The layout is recognised or proposed from the file’s names and values, then tried on its first rows: what comes of it
goes to standard error, with prices that cannot be read. --json prints both as one document, {file, layoutFrom, layout,
columns, missingFields, problem, tried}. It ends with 3 for rows that would be rejected, words of event types that have no
meaning, and fields that could not be found. The format is described in docs/layouts.md.
`,
    )
    .action(async (file: string, _: unknown, command: Command) => {
      const options = readOptions<{ out?: string }>(command);
      const { out } = options;
      if (out !== undefined && resolve(surroundings.currentDir, out) === resolve(surroundings.currentDir, file))
        throw new UsageError('“--out” names the file that is looked at.', 'Give another name for the layout.');
      await requireNoFolder(resolve(surroundings.currentDir, file), file);
      finish(await withSession(surroundings, options, (session) => report(session, surroundings, file, out)));
    });
};

function columnText(column: FileLayout['columns'][keyof FileLayout['columns']]): string | null {
  if (column === undefined) return null;
  return Array.isArray(column) ? (column[0] ?? null) : String(column);
}

function toColumns(shipped: readonly ShippedLayout[]): readonly TextColumn[] {
  const column = (title: string, read: (one: ShippedLayout) => string): TextColumn => ({
    title,
    align: 'left',
    cells: shipped.map(read),
  });
  return [
    column('name', ({ layout }) => layout.name),
    column('file', ({ file }) => file ?? '–'),
    column('columns', ({ layout }) =>
      Object.values(layout.columns)
        .flatMap((one) => columnText(one) ?? [])
        .join(', '),
    ),
  ];
}

export const addLayouts: AddCommand = (program, surroundings, finish) => {
  program
    .command('layouts')
    .description('List the shipped layouts: “load --layout” takes their names, and those of their files')
    .addHelpText('after', examples('layouts', 'layouts --json'))
    .action(async (_: unknown, command: Command) => {
      const code = await withSession(surroundings, readOptions(command), async ({ call, json, print, printJson }) => {
        const shipped = await listShippedLayouts(call, surroundings.shippedDir);
        if (json) await printJson(shipped.map(({ file, layout }) => ({ file, ...layout })));
        else await print(tableLines(toColumns(shipped)));
        return exitCode.done;
      });
      finish(code);
    });
};
