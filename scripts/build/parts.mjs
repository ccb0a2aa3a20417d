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
  'engine/detection-worker': 'main/engine/detection/replay/detection-worker.ts',
};

async function buildNode(outDir) {
  const { build } = await import('esbuild');
  await build({
    absWorkingDir: projectDir,
    entryPoints: nodeEntries,
    outdir: outDir,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node16',
    external: ['electron', '@duckdb/node-api'],
    sourcemap: true,
    logLevel: 'error',
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
    folders: ['electron', 'browser-host', 'cli', 'engine'],
    build: buildNode,
  },
  page: {
    inputs: ['renderer', 'preload', 'charts', 'scripts/build', 'vite.config.ts', 'package-lock.json'],
    folders: ['renderer'],
    build: buildPage,
  },
};
