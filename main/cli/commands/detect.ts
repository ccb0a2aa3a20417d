import type { Command } from 'commander';
import { randomUUID } from 'node:crypto';
import { formatValue } from '../../../charts/format-value.js';
import { EngineError, type Progress, type Reject } from '../../../preload/contract.js';
import { AlertLines } from '../alert-lines.js';
import { exitCode, UsageError } from '../exit-code.js';
import { readPack } from '../read-pack.js';
import { readOptions, withSession, type Session } from '../session.js';
import type { Surroundings } from '../surroundings.js';
import { stripControls } from '../text-table.js';
import { examples, type AddCommand } from './add-command.js';

interface DetectOptions {
  readonly dataset?: string;
  readonly input?: string;
  readonly pack?: string;
  readonly follow?: boolean;
}

const count = (number: number) => formatValue(number, '');

const rejectText = ({ file, line, reason, text }: Reject) =>
  `${stripControls(file)}:${line}: ${reason}\n    ${stripControls(text)}\n`;

/** Prints in the order in which it is told to, while the work goes on; a reader that is slow is waited for at the end. */
function openPrinter(print: Session['print']) {
  let last = Promise.resolve();
  let failure: unknown = null;
  return {
    add(lines: readonly string[]): void {
      if (lines.length === 0) return;
      last = last
        .then(() => print(lines))
        .catch((error: unknown) => {
          failure ??= error;
        });
    },
    async end(): Promise<void> {
      await last;
      if (failure !== null) throw failure;
    },
  };
}

async function detectDataset(session: Session, dataset: string, options: DetectOptions): Promise<void> {
  const pack = await readPack(options.pack, session);
  const lines = new AlertLines(options.follow === true);
  const printer = openPrinter(session.print);
  const onProgress = (progress: Progress) => {
    session.showProgress(progress);
    printer.add(lines.take(progress.alerts ?? []));
  };
  const summary = await session.call(
    'replay.run',
    { run: randomUUID(), dataset, pack, speed: null, follow: true },
    { onProgress },
  );
  printer.add(lines.end());
  await printer.end();
  session.tell(`${count(summary.rows)} events, ${count(summary.alerts)} alerts.`);
}

async function detectInput(
  session: Session,
  input: string,
  options: DetectOptions,
  surroundings: Surroundings,
): Promise<void> {
  const pack = await readPack(options.pack, session);
  const lines = new AlertLines(options.follow === true);
  const printer = openPrinter(session.print);
  const { stdin, stderr } = surroundings;
  const isStream = input === '-';
  const source = isStream
    ? { name: 'standard input', bytes: stdin as AsyncIterable<Uint8Array> }
    : { path: session.toPath(input) };
  let alerts = 0;
  try {
    const summary = await session.streams.detectInput(source, pack, (progress) => {
      for (const reject of progress.rejects ?? []) stderr.write(rejectText(reject));
      printer.add(lines.take(progress.alerts ?? []));
      alerts = lines.count;
    });
    printer.add(lines.end());
    await printer.end();
    session.tell(`${count(summary.rows)} events, ${count(alerts)} alerts.`);
    if (summary.late > 0)
      session.tell(
        `${count(summary.late)} ${summary.late === 1 ? 'event' : 'events'} came too late and ${summary.late === 1 ? 'was' : 'were'} left out.`,
      );
    if (summary.ignored > 0)
      session.tell(`${count(summary.ignored)} rows are no events of a shop and were passed over.`);
    if (summary.rejected > 0)
      stderr.write(`${count(summary.rejected)} ${summary.rejected === 1 ? 'row was' : 'rows were'} rejected.\n`);
  } finally {
    // Else the process waits for what nobody reads.
    if (isStream && 'destroy' in stdin) (stdin as NodeJS.ReadableStream & { destroy(): void }).destroy();
  }
}

export const addDetect: AddCommand = (program, surroundings, finish) => {
  program
    .command('detect')
    .description('Look for suspicious behaviour; prints one alert a line (NDJSON)')
    .option('--dataset <name>', 'the dataset; its alerts are kept in the workspace')
    .option('--input <file>', 'a file, or - for standard input (CSV or NDJSON); nothing is kept')
    .option('--pack <name>', 'default, strict, baseline, a pack of your own, or a JSON file (default: the active pack)')
    .option('--follow', 'print a line at every change of state instead of one when an alert is over')
    .addHelpText(
      'after',
      examples(
        'detect --dataset October',
        'detect --dataset October --pack baseline',
        'detect --input events.csv.gz --pack rules.json',
        'replay --dataset October --emit stdout --speed 60 | vitrine detect --input - --follow',
      ),
    )
    .action(async (_: unknown, command: Command) => {
      const options = readOptions<DetectOptions>(command);
      const { dataset, input } = options;
      if ((dataset === undefined) === (input === undefined))
        throw new UsageError('“detect” looks at either --dataset NAME or --input FILE.');
      const code = await withSession(surroundings, options, async (session) => {
        if (dataset !== undefined) await detectDataset(session, dataset, options);
        else if (input !== undefined) await detectInput(session, input, options, surroundings);
        if (surroundings.signal.aborted) throw new EngineError('cancelled', 'Cancelled.');
        return exitCode.done;
      });
      finish(code);
    });
};
