/**
 * Starts the double from the shell: `node e2e/aws-double/serve.mjs [--port N] [--folder DIR] [--trino URL,FOLDER]`.
 * Prints one line of JSON: url, region, credentials, buckets, work groups. Ends with Ctrl-C.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const here = import.meta.dirname;
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    folder: { type: 'string' },
    trino: { type: 'string' },
    region: { type: 'string', default: 'us-east-1' },
  },
});
const folder = values.folder ?? (await mkdtemp(join(tmpdir(), 'vitrine-aws-double-')));
// inside of the checkout, so that what it imports is found
const bundle = join(here, `../../node_modules/.aws-double-${process.pid}.mjs`);
await build({
  entryPoints: [join(here, 'aws-double.ts')],
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  outfile: bundle,
  define: { 'import.meta.dirname': JSON.stringify(here) },
});
const { startAwsDouble } = await import(pathToFileURL(bundle).href);
await rm(bundle);

const [url, tables] = (values.trino ?? '').split(',');
const double = await startAwsDouble({
  folder,
  port: Number(values.port),
  region: values.region,
  executor: url && tables ? { trino: { url, folder: tables } } : 'duckdb',
});
console.log(
  JSON.stringify({
    url: double.url,
    region: double.region,
    folder,
    credentials: double.credentials,
    buckets: ['lake', 'results'],
    workGroups: double.workGroups,
  }),
);

async function stop() {
  await double.stop();
  if (values.folder === undefined) await rm(folder, { recursive: true, force: true });
  process.exit(0);
}
process.on('SIGINT', () => void stop());
process.on('SIGTERM', () => void stop());
