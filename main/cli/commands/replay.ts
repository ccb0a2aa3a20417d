import { InvalidArgumentError, type Command } from 'commander';
import { formatValue } from '../../../charts/format-value.js';
import { exitCode, UsageError } from '../exit-code.js';
import { postLinesTo } from '../post-lines.js';
import { readOptions, withSession } from '../session.js';
import { examples, type AddCommand } from './add-command.js';

interface ReplayOptions {
  readonly dataset: string;
  readonly emit: string;
  readonly speed?: number;
}

function speed(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 1_000_000) return value;
  throw new InvalidArgumentError(
    'It is a number above 0 and at most 1,000,000: 1 is as fast as it was, 60 a minute in a second.',
  );
}

function parseUrl(text: string): URL {
  try {
    const url = new URL(text);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  } catch {
    // no URL: as one of another kind
  }
  throw new UsageError(`“${text}” is neither stdout nor a URL that begins with http:// or https://.`);
}

export const addReplay: AddCommand = (program, surroundings, finish) => {
  program
    .command('replay')
    .description('Send the events of a dataset, one JSON object a line, at any speed')
    .requiredOption('--dataset <name>', 'the dataset')
    .requiredOption('--emit <where>', 'stdout, or a URL that takes NDJSON by POST')
    .option('--speed <n>', 'event time against the clock: 1, 60, 3600 … (default: as fast as they are taken)', speed)
    .addHelpText(
      'after',
      examples(
        'replay --dataset October --emit stdout --speed 60',
        'replay --dataset October --emit http://127.0.0.1:8080/events --speed 600',
      ),
    )
    .action(async (_: unknown, command: Command) => {
      const options = readOptions<ReplayOptions>(command);
      const url = options.emit === 'stdout' ? null : parseUrl(options.emit);
      const code = await withSession(surroundings, options, async ({ streams, print, tell }) => {
        const take = url === null ? print : postLinesTo(url, surroundings.signal);
        const request = { dataset: options.dataset, speed: options.speed ?? null, from: null, to: null };
        const { rows } = await streams.emitEvents(request, take);
        if (url !== null) tell(`${formatValue(rows, '')} events sent.`);
        return exitCode.done;
      });
      finish(code);
    });
};
