/** A dataset's name from its files' names: `2019-Oct.csv.gz` gives `2019-Oct`. */

const longest = 64;

function baseName(fileName: string): string {
  const base = fileName.replace(/(\.(csv|gz|zip|parquet|txt|tsv))+$/i, '');
  return base.replaceAll(/[^\p{L}\p{N} ._-]+/gu, ' ').replaceAll(/\s+/g, ' ');
}

/** Keeps to what the contract allows: begins with a letter or digit, does not end with a dot or space. */
function trim(name: string): string {
  return name
    .replace(/^[^\p{L}\p{N}]+/u, '')
    .slice(0, longest)
    .replace(/[ .]+$/, '');
}

/** One file gives its name, several the first and the last; a name that is taken gets a number. */
export function proposeName(fileNames: readonly string[], taken: readonly string[]): string {
  const bases = fileNames.map(baseName).sort();
  const [first = ''] = bases;
  const last = bases.at(-1) ?? '';
  const name = trim(first === last ? first : `${trim(first)} to ${trim(last)}`) || 'Dataset';
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number += 1) {
    const numbered = `${name.slice(0, longest - 4).replace(/[ .]+$/, '')} ${number}`;
    if (!taken.includes(numbered)) return numbered;
  }
}
