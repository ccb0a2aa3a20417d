import type { Command } from 'commander';
import { once } from 'node:events';
import { exitCode } from '../exit-code.js';
import { wholeNumber } from '../parse-option.js';
import { readOptions, workspaceDir } from '../session.js';
import { writeOut } from '../write-out.js';
import { examples, type AddCommand } from './add-command.js';

export const addServe: AddCommand = (program, surroundings, finish) => {
  program
    .command('serve')
    .description('Open Vitrine in the browser, on this machine only; Ctrl+C ends it')
    .option('--port <n>', 'the port; a free one when left out', wholeNumber(0, 65_535))
    .option('--no-open', 'print the address only')
    .addHelpText('after', examples('serve', 'serve --port 8080 --no-open'))
    .action(async (_: unknown, command: Command) => {
      const { shippedDir, version, signal, stdout } = surroundings;
      const options = readOptions<{ port?: number; open: boolean }>(command);
      const { port, open, json } = options;
      const { runBrowserHost } = await import('../../browser-host/run-browser-host.js');
      const host = await runBrowserHost({
        workspaceDir: workspaceDir(surroundings, options),
        shippedDir,
        version,
        port,
        opensBrowser: open,
      });
      const { url } = host;
      await writeOut(stdout, [json ? `${JSON.stringify({ url })}\n` : `Vitrine is open at ${url}\n`], signal);
      if (!signal.aborted) await once(signal, 'abort');
      await host.close();
      finish(exitCode.done); // Ctrl+C is how a server is ended
    });
};
