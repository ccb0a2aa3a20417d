import type { Command } from 'commander';
import { check, runDoctor } from '../../engine/doctor.js';
import { exitCode } from '../exit-code.js';
import { checkHost } from '../host-checks.js';
import { readOptions, withSession, workspaceDir } from '../session.js';
import { writeOut } from '../write-out.js';
import { examples, type AddCommand } from './add-command.js';

export const addDoctor: AddCommand = (program, surroundings, finish) => {
  program
    .command('doctor')
    .description('Check whether this machine is fit for Vitrine; ends with 1 when something is not')
    .addHelpText('after', examples('doctor', 'doctor --json'))
    .action(async (_: unknown, command: Command) => {
      const globals = readOptions(command);
      const { shippedDir, stdout, signal } = surroundings;
      const checks = [
        ...(await runDoctor({ workspaceDir: workspaceDir(surroundings, globals), shippedDir })),
        await check('engine', 'Close the other program that uses this workspace, or choose another one.', async () => {
          let datasets = 0;
          await withSession(surroundings, globals, async ({ call }) => {
            datasets = (await call('datasets.list', {})).length;
            return exitCode.done;
          });
          return `opens the workspace, ${datasets} datasets`;
        }),
        ...(await checkHost(surroundings)),
      ];
      const lines = checks.flatMap(({ name, ok, detail, wayOut }) => [
        `${ok ? '✓' : '✗'} ${name.padEnd(10)} ${detail}\n`,
        ...(wayOut === null ? [] : [`  ${' '.repeat(10)} ${wayOut}\n`]),
      ]);
      await writeOut(stdout, globals.json ? [`${JSON.stringify(checks, null, 2)}\n`] : lines, signal);
      finish(checks.every(({ ok }) => ok) ? exitCode.done : exitCode.failed);
    });
};
