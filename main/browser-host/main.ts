/** `npm start` without a window: `--workspace DIR --port N --no-open --sample`. Prints the URL, ends with Ctrl+C. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { EngineError } from '../../preload/contract.js';
import { chooseWorkspaceDir } from '../engine/workspace-folder.js';
import { runBrowserHost } from './run-browser-host.js';

const shippedDir = resolve(__dirname, '../..');

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      workspace: { type: 'string' },
      port: { type: 'string' },
      'no-open': { type: 'boolean', default: false },
      sample: { type: 'boolean', default: false },
    },
  });
  const { version } = JSON.parse(readFileSync(join(shippedDir, 'package.json'), 'utf8')) as { version: string };
  const host = await runBrowserHost({
    workspaceDir: resolve(chooseWorkspaceDir(values.workspace)),
    shippedDir,
    version,
    port: values.port === undefined ? undefined : Number(values.port),
    opensBrowser: !values['no-open'],
    opensSample: values.sample,
  });
  print(`Vitrine is open at ${host.url}`);
  print('Ctrl+C ends it.');

  let ending: Promise<void> | null = null;
  const end = () => {
    ending ??= host.close().finally(() => process.exit(0));
  };
  process.on('SIGINT', end); // comes twice with Ctrl+C under `npm start`: from the terminal and from the launcher
  process.on('SIGTERM', end);
}

main().catch((error: unknown) => {
  const { message, details } = EngineError.from(error);
  process.stderr.write(`${message}${details.wayOut ? ` ${details.wayOut}` : ''}\n`);
  process.exit(1);
});
