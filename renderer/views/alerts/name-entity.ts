import type { Entity } from '../../../preload/contract.js';

const longest = 16;

/** With a long id's beginning alone, as it stands in lists: `session 0247e27a…`. */
export function nameEntityShort({ type, id }: Entity): string {
  if (type === 'global') return nameEntity({ type, id });
  return `${type} ${id.length > longest ? `${id.slice(0, 8)}…` : id}`;
}

/** `user 512345678`, `the whole shop`. */
export function nameEntity({ type, id }: Entity): string {
  return type === 'global' ? 'the whole shop' : `${type} ${id}`;
}
