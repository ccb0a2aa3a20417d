/** The nine fields out of a JSON object, by name or by path (`product.id`, `items.0.item_id`). */
import type { FileLayout } from '../../../preload/contract.js';
import { fields, namesOf } from './layout.js';

/** Null where the object has none of the field's names with a value. */
export type FieldTexts = readonly (string | null)[];

interface Wanted {
  /** Place of the field among the nine. */
  readonly field: number;
  /** Place of the name among the field's names: the first that has a value counts. */
  readonly rank: number;
}

interface Branch {
  readonly wanted: Wanted[];
  readonly branches: Map<string, Branch>;
}

const newBranch = (): Branch => ({ wanted: [], branches: new Map() });

function grow(from: Branch, key: string): Branch {
  const found = from.branches.get(key) ?? newBranch();
  from.branches.set(key, found);
  return found;
}

export const normalName = (name: string) => name.trim().toLowerCase();

/** Numbers become their shortest text, `true` and objects their JSON; null and '' are absent. */
function toText(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null;
  if (typeof value === 'string') return value;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const longInteger = /\d{16}/;
const stringsAndNumbers = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Parses an object without losing digits: integers beyond 2^53 become texts. Null where the text is no JSON object. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const exact = longInteger.test(text)
      ? text.replace(stringsAndNumbers, (token) => (/^-?\d{16,}$/.test(token) ? `"${token}"` : token))
      : text;
    // the text itself has to be JSON too: digits such as 0012… would pass once they stand in quotes
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return (exact === text ? value : JSON.parse(exact)) as Record<string, unknown>;
  } catch {
    return null;
  }
}

export class JsonFields {
  private readonly root = newBranch();
  private readonly normalNames = new Map<string, string>();

  constructor(columns: FileLayout['columns']) {
    for (const [field, name] of fields.entries())
      for (const [rank, path] of namesOf(columns[name]).entries()) {
        const normal = normalName(path);
        grow(this.root, normal).wanted.push({ field, rank });
        const keys = normal.split('.');
        if (keys.length > 1) keys.reduce(grow, this.root).wanted.push({ field, rank });
      }
  }

  /** An object is a value only where no name reaches into it. */
  pick(object: Readonly<Record<string, unknown>>): FieldTexts {
    const texts: (string | null)[] = fields.map(() => null);
    const ranks: number[] = fields.map(() => Infinity);
    this.gather(object, this.root, texts, ranks);
    return texts;
  }

  private gather(object: object, branch: Branch, texts: (string | null)[], ranks: number[]): void {
    for (const [key, value] of Object.entries(object)) {
      const found = branch.branches.get(this.normal(key));
      if (found === undefined) continue;
      const isObject = typeof value === 'object' && value !== null;
      const isEntered = isObject && found.branches.size > 0;
      if (found.wanted.length > 0 && !isEntered) {
        const text = toText(value);
        for (const { field, rank } of found.wanted)
          if (text !== null && rank < (ranks[field] ?? 0)) {
            texts[field] = text;
            ranks[field] = rank;
          }
      }
      if (isEntered) this.gather(value, found, texts, ranks);
    }
  }

  private normal(key: string): string {
    const known = this.normalNames.get(key);
    if (known !== undefined) return known;
    const normal = normalName(key);
    if (this.normalNames.size < 10_000) this.normalNames.set(key, normal);
    return normal;
  }
}

/** Every path to a value that is no object, as a person would write it. */
export function listPaths(object: object, prefix = ''): readonly (readonly [path: string, text: string | null])[] {
  return Object.entries(object).flatMap(([key, value]: [string, unknown]) => {
    const path = prefix + key;
    if (typeof value !== 'object' || value === null) return [[path, toText(value)] as const];
    return listPaths(value, `${path}.`);
  });
}
