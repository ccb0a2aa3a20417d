/** What is in files before they are loaded: kind, columns, the first rows, the layout, and what is wrong. */
import { stat } from 'node:fs/promises';
import { EngineError, type FileInspection, type FileLayout } from '../../../preload/contract.js';
import type { Connection } from '../database.js';
import { findLayoutFault } from './check-layout.js';
import { expandPaths } from './expand-paths.js';
import { sampleFile, tellPackedKind, type FileSample } from './file-sample.js';
import { kaggleLayout } from './kaggle-layout.js';
import { fields, fitColumns, fitCsv, type FieldColumns, type Fit } from './layout.js';
import { nameFiles } from './name-files.js';
import { proposeLayout } from './propose-layout.js';
import { adaptShipped, describeMiss, recogniseLayout } from './recognise-layout.js';

const previewRows = 100;

/** Runs SQL on a connection of its own. */
export type Connect = <T>(work: (connection: Connection) => Promise<T>) => Promise<T>;

export interface KnownLayouts {
  /** How the files are written, where a person has said so. */
  readonly layout?: FileLayout;
  /** Layouts that files are recognised by. */
  readonly shipped: readonly FileLayout[];
}

/** An inspection with the places of the nine fields; null where the file could not be looked into. */
export interface InspectedFile {
  readonly inspection: FileInspection;
  readonly fieldColumns: FieldColumns | null;
  /** Why a shipped layout that has all its columns is not the file's; null where there is none. */
  readonly miss: string | null;
}

type Found = Pick<FileInspection, 'layout' | 'layoutFrom'> & { readonly fit: Fit };

const fitSample = (layout: FileLayout, { isFirstRecord, names }: FileSample) =>
  isFirstRecord ? fitCsv(layout, names) : fitColumns(layout, names, true);

/** A given layout with what the file itself tells of its format and encoding. */
function layOver(layout: FileLayout, sample: FileSample): Found {
  const { format, encoding } = sample;
  if (format === 'ndjson' && Object.values(layout.columns).some((place) => typeof place === 'number'))
    throw new EngineError('bad_input', 'The layout tells columns by their positions, which NDJSON does not have.');
  const own = sample.kind === 'parquet' ? layout : { ...layout, format, encoding };
  return { layout: own, layoutFrom: 'given', fit: fitSample(own, sample) };
}

/** Shipped layouts are of many shops: signs, encoding and form of times are each file's own, as where it is recognised. */
const isShipped = ({ layout, shipped }: KnownLayouts) =>
  layout !== undefined && shipped.some((one) => JSON.stringify(one) === JSON.stringify(layout));

function findLayout(sample: FileSample, known: KnownLayouts): Found {
  if (known.layout !== undefined)
    return isShipped(known)
      ? { ...adaptShipped(known.layout, sample), layoutFrom: 'given' }
      : layOver(known.layout, sample);
  const recognised = recogniseLayout(sample, known.shipped);
  if (recognised !== null) return { ...recognised, layoutFrom: 'recognised' };
  const proposed = proposeLayout(sample);
  if (proposed === null) return { layout: null, layoutFrom: null, fit: fitSample(kaggleLayout, sample) };
  // without a header, a column more or less than the published files have is a file of theirs that is damaged
  const kaggle = fitSample(kaggleLayout, sample);
  const isDamaged = !kaggle.hasHeader && Math.abs(sample.names.length - fields.length) === 1;
  const fit = proposed.fit.problem !== null && isDamaged ? { ...proposed.fit, problem: kaggle.problem } : proposed.fit;
  return { layout: proposed.layout, layoutFrom: 'proposed', fit };
}

function describe({ fit, ...found }: Found, sample: FileSample) {
  const rows = fit.hasHeader || !sample.isFirstRecord ? sample.rows : [sample.names, ...sample.rows];
  return {
    ...found,
    kind: sample.kind,
    hasHeader: fit.hasHeader,
    columns: fit.columns,
    missingFields: fit.missingFields,
    preview: rows.slice(0, previewRows).map((row) => fit.columns.map((_, at) => row[at] || null)),
    problem: fit.problem,
  };
}

type Naming = Pick<FileInspection, 'path' | 'name' | 'timesNamed'>;

const nothingSeen = { hasHeader: false, columns: [], missingFields: [], layout: null, layoutFrom: null, preview: [] };

async function inspectFile(naming: Naming, known: KnownLayouts, connection: Connection): Promise<InspectedFile> {
  const { path, name } = naming;
  const { size: sizeBytes } = await stat(path);
  const fileName = name.split(/[\\/]/).at(-1) ?? name;
  const kind = await tellPackedKind(path);
  try {
    const fault = known.layout === undefined ? null : await findLayoutFault(known.layout, connection);
    if (fault !== null) throw new EngineError('bad_input', fault, { file: path });
    const sample = await sampleFile(fileName, path, isShipped(known) ? null : (known.layout ?? null), connection);
    const found = findLayout(sample, known);
    return {
      inspection: { ...naming, sizeBytes, ...describe(found, sample) },
      fieldColumns: found.fit.fieldColumns,
      miss: found.layoutFrom === 'proposed' ? describeMiss(sample, known.shipped) : null,
    };
  } catch (error) {
    const { message, details, code } = EngineError.from(error);
    if (code === 'cancelled') throw error;
    const problem = details.wayOut === undefined ? message : `${message} ${details.wayOut}`;
    return { inspection: { ...naming, kind, sizeBytes, ...nothingSeen, problem }, fieldColumns: null, miss: null };
  }
}

/** As {@link inspectFiles}, with the places of the fields. */
export async function lookIntoFiles(
  paths: readonly string[],
  connect: Connect,
  known: KnownLayouts,
): Promise<readonly InspectedFile[]> {
  const timesNamed = await expandPaths(paths);
  const names = nameFiles([...timesNamed.keys()]);
  const inspected: InspectedFile[] = [];
  for (const [path, times] of timesNamed) {
    const naming = { path, name: names[inspected.length] ?? path, timesNamed: times };
    inspected.push(await connect((connection) => inspectFile(naming, known, connection)));
  }
  return inspected;
}

/**
 * Looks at files and folders without loading them. What is wrong with a file is its `problem`; throws EngineError
 * `not_found` for a path that is not there and `bad_input` for a folder without files.
 */
export async function inspectFiles(
  paths: readonly string[],
  connect: Connect,
  known: KnownLayouts,
): Promise<readonly FileInspection[]> {
  return (await lookIntoFiles(paths, connect, known)).map(({ inspection }) => inspection);
}
