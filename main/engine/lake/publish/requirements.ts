/** What has to be so before a publication begins. */
import { EngineError } from '../../../../preload/contract.js';
import type { RemoteEngines } from '../../elsewhere.js';
import { parsePlace, type LakePlace } from './lake-place.js';
import type { Plan } from './plan-publication.js';

/** Two files lie on the disk at a time, and DuckDB may put as much again beside them while it sorts. */
const filesAtOnce = 4;

/** Throws EngineError `no_space` naming both figures. */
export function requireSpace(plan: Plan, freeBytes: number | null): void {
  const largest = Math.max(0, ...plan.pieces.map(({ piece, kept }) => (kept === null ? piece.estimatedBytes : 0)));
  const needed = filesAtOnce * largest;
  if (freeBytes === null || needed <= freeBytes) return;
  throw new EngineError(
    'no_space',
    `Publishing needs about ${Math.ceil(needed / 1e6)} MB of disk for files on their way; ${Math.floor(freeBytes / 1e6)} MB are free.`,
    { wayOut: 'Free some disk space, or keep the workspace on another disk.' },
  );
}

/** `s3a://` and `s3n://` are the same to Hive. */
const isBelow = (location: string, place: LakePlace) =>
  parsePlace(location.replace(/^s3[an]:/, 's3:')).uri.startsWith(place.uri);

/**
 * Tables are dropped and made anew: somebody else's of the same name must not be. Throws EngineError `already_exists`
 * naming it, and what the engine throws; a database that is not there yet holds no tables. Resolves to those of `names`
 * that are there.
 */
export async function requireFreeTables(
  engines: RemoteEngines,
  connection: string,
  database: string,
  names: readonly string[],
  place: LakePlace,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const engine = await engines.open(connection);
  const known = (await engine.databases(signal)).map((name) => name.toLowerCase());
  if (!known.includes(database.toLowerCase())) return [];
  const there = (await engine.tables(database, signal)).filter(({ name }) => names.includes(name));
  for (const { name, location } of there) {
    if (location === null || isBelow(location, place)) continue;
    throw new EngineError(
      'already_exists',
      `The database “${database}” has a table “${name}” already, whose data lie at ${location}.`,
      {
        resource: `${database}.${name}`,
        wayOut:
          'Name another database in the connection, publish to the place where its tables lie, or drop them first.',
      },
    );
  }
  return there.map(({ name }) => name);
}
