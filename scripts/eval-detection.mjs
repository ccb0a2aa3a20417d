/** `npm run eval:detection`: bundles evaluation/eval-detection.ts and runs it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';

const outfile = join('.build', 'eval-detection.cjs');
await build({
  entryPoints: ['evaluation/eval-detection.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['@duckdb/node-api'],
  logLevel: 'error',
});
const { status } = spawnSync(process.execPath, ['--max-old-space-size=6000', outfile, ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
