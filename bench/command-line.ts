/** The built command line from its start to its end, beside Node that opens an empty DuckDB. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { mainReports } from './question-sets.js';
import { dataset, medianOf, type Place, type Subject } from './subject.js';

const runs = 7;
const emptyDuckdb = `const { DuckDBInstance } = require('@duckdb/node-api');
DuckDBInstance.create(':memory:').then((instance) => instance.connect()).then((connection) => connection.run('SELECT 1'));`;

/** Median milliseconds of a Node process. Throws where it fails. */
function timeNode(args: readonly string[], cwd: string): number {
  return medianOf(
    Array.from({ length: runs }, () => {
      const startedAt = performance.now();
      const { status, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
      if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
      return performance.now() - startedAt;
    }),
  );
}

async function timeReportCommands({ shippedDir, workspaceDir }: Place): Promise<Readonly<Record<string, number>>> {
  const cli = join(shippedDir, 'dist/cli/vitrine.cjs');
  const command = (report: string) => [
    cli,
    'report',
    report,
    '--dataset',
    dataset,
    '--workspace',
    workspaceDir,
    '--json',
  ];
  return Object.fromEntries(mainReports.map((report) => [report, timeNode(command(report), shippedDir)]));
}

export const commandLine: Subject = {
  name: 'command line',
  title: 'The built command line, a new process each time',
  steps: {
    emptyDuckdb: async ({ shippedDir }) => timeNode(['-e', emptyDuckdb], shippedDir),
    reportCommands: timeReportCommands,
  },
  measure(run) {
    const empty = run<number>('emptyDuckdb').answer;
    const times = run<Readonly<Record<string, number>>>('reportCommands').answer;
    return [
      { id: 'emptyDuckdb', what: 'Node with an empty DuckDB', value: empty, unit: 'ms' },
      ...mainReports.map((report) => ({
        id: `cli ${report}`,
        what: `report ${report} --json`,
        value: times[report] ?? null,
        unit: 'ms' as const,
      })),
    ];
  },
};
