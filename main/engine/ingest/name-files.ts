/** What files are called in messages and rejects. */
import { sep } from 'node:path';

/** The file's own name; where several have it, with as many of its folders as tell it apart: `a/f.csv`, `b/f.csv`. */
export function nameFiles(paths: readonly string[]): readonly string[] {
  const parts = paths.map((path) => path.split(sep));
  const names = paths.map(() => '');
  let unnamed = [...paths.keys()];
  for (let depth = 1; unnamed.length > 0; depth++) {
    const counts = new Map<string, number>();
    for (const at of unnamed) {
      const name = parts[at]?.slice(-depth).join('/') ?? '';
      names[at] = name;
      counts.set(name, 1 + (counts.get(name) ?? 0));
    }
    unnamed = unnamed.filter((at) => (counts.get(names[at] ?? '') ?? 0) > 1 && depth < (parts[at]?.length ?? 0));
  }
  return names;
}
