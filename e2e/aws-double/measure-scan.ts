/** How many bytes a query reads of its tables' objects. */
import type { LakeTable } from './lake-views.js';

export function createMeasure() {
  return async (...[, , tables]: [string, string, readonly LakeTable[]]): Promise<number> =>
    tables.reduce((sum, { files }) => sum + files.reduce((bytes, { object }) => bytes + object.bytes, 0), 0);
}
