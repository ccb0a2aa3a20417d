/** A dataset's name from its files' names: `2019-Oct.csv.gz` gives `2019-Oct`. */
import type { FileInspection } from '../../preload/shapes.js';

type NamedFile = Pick<FileInspection, 'name' | 'columns' | 'preview'>;

const longest = 64;

function baseName(fileName: string): string {
  const base = fileName.replace(/(\.(csv|tsv|txt|ndjson|jsonl|json|gz|zip|parquet))+$/i, '');
  return base.replaceAll(/[^\p{L}\p{N} ._-]+/gu, ' ').replaceAll(/\s+/g, ' ');
}

/** Keeps to what the contract allows: begins with a letter or digit, does not end with a dot or space. */
function trim(name: string): string {
  return name
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, longest)
    .replace(/[ .]+$/, '');
}

function firstTime({ columns, preview }: NamedFile): string {
  const at = columns.findIndex(({ field }) => field === 'event_time');
  return preview[0]?.[at]?.slice(0, 19).replace('T', ' ') ?? '';
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/**
 * One file gives its name, several those of the first and the last by their first events; a name that is taken gets a
 * number.
 */
export function proposeName(files: readonly NamedFile[], taken: readonly string[]): string {
  const bases = files
    .map((file) => ({ base: baseName(file.name), time: firstTime(file) }))
    .sort((a, b) => compare(a.time, b.time) || compare(a.base, b.base))
    .map(({ base }) => base);
  const [first = ''] = bases;
  const last = bases.at(-1) ?? '';
  const name = trim(first === last ? first : `${trim(first)} to ${trim(last)}`) || 'Dataset';
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number += 1) {
    const numbered = `${name.slice(0, longest - 4).replace(/[ .]+$/, '')} ${number}`;
    if (!taken.includes(numbered)) return numbered;
  }
}
