import type { Entity } from '../../../preload/contract.js';

/** `user 512345678`, `the whole shop`. */
export function nameEntity({ type, id }: Entity): string {
  return type === 'global' ? 'the whole shop' : `${type} ${id}`;
}
