/**
 * `npm run --silent vitrine -- ARGS`: the command line of a checkout. Builds first what is stale, then runs the bundle
 * in this process, so that standard output, signals and the exit code are the command's own.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureBuilt } from './build/ensure-built.mjs';
import { distDir } from './build/parts.mjs';

ensureBuilt(process.argv.includes('serve') ? ['node', 'page'] : ['node']);

const bundle = join(distDir, 'cli/vitrine.cjs');
process.argv[1] = bundle;
process.setSourceMapsEnabled(true);
createRequire(import.meta.url)(bundle);
