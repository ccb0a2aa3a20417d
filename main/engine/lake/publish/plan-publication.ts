/** What is to be done so that a place holds a dataset's lake: compared with what is there, before anything is done. */
import { EngineError, type DatasetInfo, type PublishObject } from '../../../../preload/contract.js';
import type { LakeManifest } from '../../lake-manifest.js';
import type { Gathered, Piece } from './gather-pieces.js';
import { curatedFolder, rawFolder, tableOfKey, type LakePlace } from './lake-place.js';
import type { RawFile } from './raw-files.js';
import { rawTable } from './statements.js';

type PublishedObject = LakeManifest['tables'][string]['objects'][number];

export interface PlannedPiece {
  readonly piece: Piece;
  /** As it lies there, unchanged; null: it is put. */
  readonly kept: PublishedObject | null;
}

export interface Plan {
  readonly pieces: readonly PlannedPiece[];
  readonly raw: readonly RawFile[];
  /** Keys of objects that belong to the lake no more, with their bytes. */
  readonly removed: ReadonlyMap<string, number>;
  /** Tables of an earlier publication that there are no more. */
  readonly dropped: readonly string[];
  /** Whether there is something in the raw zone that is not of the dataset. */
  readonly hasStrangeRaw: boolean;
  readonly notes: readonly string[];
}

/** Throws EngineError `already_exists` for a lake of something else. */
export function requireOwnLake(
  manifest: LakeManifest | null,
  place: LakePlace,
  own: { readonly dataset: string; readonly database: string },
): void {
  if (manifest === null) return;
  const other =
    manifest.dataset !== own.dataset
      ? `of the dataset “${manifest.dataset}”`
      : manifest.database !== own.database
        ? `whose tables are in the database “${manifest.database}”`
        : null;
  if (other === null) return;
  throw new EngineError('already_exists', `At ${place.uri} there is a lake ${other}.`, {
    resource: place.uri,
    wayOut: 'Choose another place; or, if that lake is not needed any more, delete its objects and its manifest first.',
  });
}

/** Hive hides these, and a folder's own key is empty. */
const isHidden = (key: string) => key.endsWith('/') || /^[._]/.test(key.slice(key.lastIndexOf('/') + 1));

/** Throws EngineError `already_exists` where objects that are not ours would be read as part of a table. */
function refuseStrangers(
  keys: Iterable<string>,
  manifest: LakeManifest | null,
  tables: readonly string[],
  { uri }: LakePlace,
): void {
  const isStrange = (key: string) =>
    !isHidden(key) &&
    (manifest === null || tableOfKey(key) === null) &&
    tables.some((table) => key.startsWith(curatedFolder(table)));
  const strange = [...keys].filter(isStrange);
  if (strange.length === 0) return;
  const others = strange.length === 1 ? '' : ` and ${strange.length - 1} more`;
  throw new EngineError(
    'already_exists',
    `Where the lake's tables would lie there are objects that Vitrine did not publish: ${uri}${strange[0] ?? ''}${others}.`,
    { resource: uri, wayOut: 'Choose an empty place, or move these objects away.' },
  );
}

export function planPublication(given: {
  readonly place: LakePlace;
  readonly info: DatasetInfo;
  readonly gathered: Gathered;
  readonly raw: { readonly files: readonly RawFile[]; readonly notes: readonly string[] };
  readonly manifest: LakeManifest | null;
  /** Bytes of what lies below the place in the two zones, by key. */
  readonly there: ReadonlyMap<string, number>;
}): Plan {
  const { place, gathered, raw, manifest, there } = given;
  const tables = gathered.tables.map((table) => table.name);
  refuseStrangers(there.keys(), manifest, tables, place);
  const known = new Map(
    Object.values(manifest?.tables ?? {}).flatMap(({ objects }) => objects.map((object) => [object.key, object])),
  );
  const pieces = gathered.pieces.map((piece) => {
    const object = known.get(piece.key);
    const isRight = object?.fingerprint === piece.fingerprint && there.get(piece.key) === object.bytes;
    return { piece, kept: isRight ? object : null };
  });
  const wanted = new Set(pieces.map(({ piece }) => piece.key));
  const removed = new Map([...there].filter(([key]) => tableOfKey(key) !== null && !wanted.has(key)));
  const ownRaw = new Set(raw.files.map((file) => file.key));
  const strangeRaw = [...there.keys()].filter((key) => key.startsWith(rawFolder) && !isHidden(key) && !ownRaw.has(key));
  const notes = [...raw.notes];
  if (strangeRaw.length > 0)
    notes.push(
      `In the raw zone there is “${strangeRaw[0] ?? ''}”${strangeRaw.length > 1 ? ` and ${strangeRaw.length - 1} more` : ''}, not of this dataset: it stays, and there is no table ${rawTable}.`,
    );
  return {
    pieces,
    raw: raw.files,
    removed,
    dropped: Object.keys(manifest?.tables ?? {}).filter((name) => !tables.includes(name)),
    hasStrangeRaw: strangeRaw.length > 0,
    notes,
  };
}

/** Whether the raw zone is a table: see queries/lake/create-raw-events.sql. */
export const canReadRaw = (plan: Pick<Plan, 'hasStrangeRaw'>, raw: readonly RawFile[]) =>
  !plan.hasStrangeRaw && raw.length > 0 && raw.every((file) => file.isUsual);

/** The objects of a plan as people see them, the manifest aside. */
export function listObjects(
  plan: Plan,
  raw: readonly RawFile[],
  sent: (key: string) => { readonly bytes: number; readonly rows: number } | null,
): readonly PublishObject[] {
  const curated = plan.pieces.map(({ piece, kept }): PublishObject => {
    const known = kept ?? sent(piece.key);
    const { key, table, partition } = piece;
    const estimatedBytes = kept?.bytes ?? piece.estimatedBytes;
    const rows = known?.rows ?? piece.rows;
    const action = kept === null ? 'put' : 'keep';
    return { key, zone: 'curated', table, partition, rows, bytes: known?.bytes ?? null, estimatedBytes, action };
  });
  const unparted = { partition: null, rows: null };
  return [
    ...curated,
    ...raw.map(({ key, bytes, path, isUsual }): PublishObject => {
      const action = path === null ? 'keep' : 'put';
      return { key, zone: 'raw', table: isUsual ? rawTable : null, ...unparted, bytes, estimatedBytes: bytes, action };
    }),
    ...[...plan.removed].map(([key, bytes]): PublishObject => {
      const partition = /event_date=([^/]+)/.exec(key)?.[1] ?? null;
      const table = tableOfKey(key);
      return { key, zone: 'curated', table, partition, rows: null, bytes, estimatedBytes: bytes, action: 'delete' };
    }),
  ];
}
