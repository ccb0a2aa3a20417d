/** The command line without its process: arguments and surroundings in, an exit code out. */
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { EngineError } from '../../preload/contract.js';
import { readQueryFiles, type ReportFile } from '../engine/query-files.js';
import { examples } from './commands/add-command.js';
import { addAlerts } from './commands/alerts.js';
import { addConnect } from './commands/connect.js';
import { addConnections } from './commands/connections.js';
import { addDatasets, addRemove } from './commands/datasets.js';
import { addDetect } from './commands/detect.js';
import { addDoctor } from './commands/doctor.js';
import { addLake } from './commands/lake.js';
import { addLayout, addLayouts } from './commands/layout.js';
import { addLoad } from './commands/load.js';
import { addProfile } from './commands/profile.js';
import { addPublish } from './commands/publish.js';
import { addQuality } from './commands/quality.js';
import { addRejects } from './commands/rejects.js';
import { addReplay } from './commands/replay.js';
import { addReport } from './commands/report.js';
import { addExport, addSample } from './commands/save.js';
import { addServe } from './commands/serve.js';
import { exitCode, notBuiltYet, UsageError, type ExitCode } from './exit-code.js';
import type { Finish } from './session.js';
import type { Surroundings } from './surroundings.js';

/** Named by the command line's contract, made later. */
const laterCommands = ['run'];

function addLaterCommands(program: Command): void {
  for (const name of laterCommands) {
    program
      .command(name, { hidden: true })
      .argument('[rest...]')
      .allowUnknownOption()
      .helpOption(false)
      .action(() => {
        throw notBuiltYet(`The command “${name}”`);
      });
  }
}

function buildProgram(surroundings: Surroundings, reports: readonly ReportFile[], finish: Finish): Command {
  const { stdout, stderr, version } = surroundings;
  const program = new Command('vitrine')
    .description('Load the events of an online shop, ask the four reports, export them')
    .version(version, '-V, --version', 'print the version')
    .option('--workspace <dir>', 'the folder of datasets and settings (or VITRINE_WORKSPACE)')
    .option('--json', 'print one JSON document')
    .option('--quiet', 'no progress and no messages, only results and errors')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'vitrine: ')),
    })
    .showHelpAfterError('Add --help to see how it is used.')
    .addHelpText(
      'after',
      examples(
        'load 2019-Oct.csv --dataset October',
        'load 2019-Nov.csv --dataset October --append',
        'report unique-visitors --dataset October',
        'report cart-abandonment --dataset October --by hour --format pdf --out carts.pdf',
        'COMMAND --help',
      ),
    );
  const adders = [addLoad, addLayout, addLayouts, addDatasets, addRemove, addRejects, addQuality, addProfile];
  for (const add of adders) add(program, surroundings, finish);
  addReport(program, reports, surroundings, finish);
  for (const add of [addDetect, addReplay, addAlerts]) add(program, surroundings, finish);
  for (const add of [addConnections, addConnect, addLake, addPublish]) add(program, surroundings, finish);
  for (const add of [addExport, addSample, addServe, addDoctor]) add(program, surroundings, finish);
  addLaterCommands(program);
  return program;
}

/** Read for `report` alone: the other commands, the doctor above all, work where the queries are missing. */
async function readReports({ shippedDir }: Surroundings): Promise<readonly ReportFile[]> {
  return [...(await readQueryFiles(join(shippedDir, 'queries'))).reports.values()];
}

function printError(surroundings: Surroundings, message: string, wayOut: string | undefined): void {
  surroundings.stderr.write(`vitrine: ${message}\n${wayOut === undefined ? '' : `${wayOut}\n`}`);
}

/** Prints the error and says how the command ends. */
function endWith(error: unknown, surroundings: Surroundings): ExitCode {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.wrongUsage;
  if (error instanceof UsageError) {
    printError(surroundings, error.message, error.wayOut);
    return exitCode.wrongUsage;
  }
  const failed = surroundings.signal.aborted ? new EngineError('cancelled', 'Cancelled.') : EngineError.from(error);
  printError(surroundings, failed.message, failed.details.wayOut);
  if (failed.code === 'cancelled') return exitCode.cancelled;
  return failed.code === 'bad_params' ? exitCode.wrongUsage : exitCode.failed;
}

/** Runs one command to its end. `argv` is what follows the program's name. Never throws. */
export async function runProgram(argv: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  let code: ExitCode = exitCode.done;
  const finish: Finish = (ended) => {
    code = ended;
  };
  try {
    const reports = argv.includes('report') ? await readReports(surroundings) : [];
    await buildProgram(surroundings, reports, finish).parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    return endWith(error, surroundings);
  }
}
