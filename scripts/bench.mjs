/** `npm run bench`: builds what is stale, bundles bench/bench.ts and runs it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';

// Detection runs in a thread whose code stands in dist/.
const built = spawnSync(process.execPath, ['scripts/build.mjs', '--silent', 'node'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(1);
const outfile = join('.build', 'bench.cjs');
await build({
  entryPoints: ['bench/bench.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['@duckdb/node-api'],
  logLevel: 'error',
});
const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
