/** The two parts of a build: what runs on Node (esbuild) and the page (Vite). Each owns some folders of dist/. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const projectDir = fileURLToPath(new URL('../..', import.meta.url));
export const distDir = join(projectDir, 'dist');
export const workDir = join(projectDir, '.build');

const nodeEntries = {
  'electron/main': 'main/electron/main.ts',
  'electron/engine': 'main/electron/engine.ts',
  'electron/preload': 'preload/bridge.ts',
  'browser-host/main': 'main/browser-host/main.ts',
  'cli/vitrine': 'main/cli/vitrine.ts',
  'engine/pdf-worker': 'main/engine/exports/pdf-worker.ts',
  'engine/scan-worker': 'main/engine/ingest/usual/scan-worker.ts',
  'engine/detection-worker': 'main/engine/detection/replay/detection-worker.ts',
};

/** What speaks to AWS and Trino: more than all the rest together, and most starts need none of it. */
const remotePackages = [
  '@aws-sdk/client-athena',
  '@aws-sdk/client-s3',
  '@aws-sdk/credential-providers',
  '@smithy/core/config',
  'trino-client',
];

/** Node compiles a file as a whole: these packages are a file of their own, which is read when one is imported first. */
const remotePackagesApart = {
  name: 'remote-packages-apart',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(@aws-sdk|@smithy|trino-client)/ }, ({ path, importer }) => {
      if (importer.includes('node_modules')) return undefined;
      if (!remotePackages.includes(path))
        throw new Error(`${path}: name it in remotePackages of scripts/build/parts.mjs.`);
      return { path, namespace: 'remote-package' };
    });
    onResolve({ filter: /packages\/remote\.cjs$/ }, ({ path }) => ({ path, external: true }));
    onLoad({ filter: /.*/, namespace: 'remote-package' }, ({ path }) => ({
      contents: `module.exports = require('../packages/remote.cjs')[${JSON.stringify(path)}]();`,
    }));
  },
};

async function buildNode(outDir) {
  const { build } = await import('esbuild');
  const common = {
    absWorkingDir: projectDir,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node16',
    external: ['electron', '@duckdb/node-bindings'], // the latter loads the native library
    sourcemap: true,
    logLevel: 'error',
  };
  await build({
    ...common,
    entryPoints: nodeEntries,
    outdir: outDir,
    outExtension: { '.js': '.cjs' },
    plugins: [remotePackagesApart],
  });
  const getters = remotePackages.map((name) => `${JSON.stringify(name)}: () => require(${JSON.stringify(name)})`);
  await build({
    ...common,
    stdin: { contents: `module.exports = { ${getters.join(', ')} };`, resolveDir: projectDir },
    outfile: join(outDir, 'packages/remote.cjs'),
  });
}

async function buildPage(outDir) {
  const { build } = await import('vite');
  await build({
    configFile: join(projectDir, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: join(outDir, 'renderer') },
  });
}

/** `inputs` are files and folders whose change makes the part stale; `folders` is what it writes below dist/. */
export const parts = {
  node: {
    inputs: ['main', 'preload', 'charts', 'scripts/build', 'package-lock.json'],
    folders: ['electron', 'browser-host', 'cli', 'engine', 'packages'],
    build: buildNode,
  },
  page: {
    inputs: ['renderer', 'preload', 'charts', 'scripts/build', 'vite.config.ts', 'package-lock.json'],
    folders: ['renderer'],
    build: buildPage,
  },
};
