/** What a browser fetches before the first screen stands: the page's scripts and styles, packed. */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Subject } from './subject.js';

/** The files that index.html names, and those that their scripts import at once (not what is imported when it is needed). */
function listFirstFiles(pageDir: string): readonly string[] {
  const found = new Set<string>();
  const add = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    if (!name.endsWith('.js')) return;
    const script = readFileSync(join(pageDir, name), 'utf8');
    for (const [, path = ''] of script.matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+\.js)["']/g))
      add(posix.join(posix.dirname(name), path));
  };
  const html = readFileSync(join(pageDir, 'index.html'), 'utf8');
  for (const [, path = ''] of html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)) add(path);
  return [...found];
}

const gzipBytes = (path: string) => gzipSync(readFileSync(path)).length;

export const bundle: Subject = {
  name: 'bundle',
  title: 'The page',
  isOfOneSize: true,
  steps: {
    bundle: async ({ shippedDir }) => {
      const pageDir = join(shippedDir, 'dist/renderer');
      const files = listFirstFiles(pageDir);
      return { files: files.length, bytes: files.reduce((sum, file) => sum + gzipBytes(join(pageDir, file)), 0) };
    },
  },
  measure(run) {
    const { files, bytes } = run<{ readonly files: number; readonly bytes: number }>('bundle').answer;
    const note = `${files} files; the font is 48 kB more`;
    return [{ id: 'bundle', what: 'scripts and styles of the first screen, gzip', value: bytes, unit: 'bytes', note }];
  },
};
