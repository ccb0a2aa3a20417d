/** What leaves the app: reports, datasets and rejects through the engine, pictures of charts from the page. */
import {
  EngineError,
  type AlertQuestion,
  type CallOptions,
  type ReportFormat,
  type ReportQuestion,
  type SavedFile,
} from '../../preload/contract.js';
import { callEngine } from '../engine.js';
import { formatBytes, formatCount } from '../ui/format-number.js';
import { shell } from './shell.js';
import { failureOf, runTask, startTask, type TaskAction } from './tasks.js';

function lastPart(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

/** A name that every file system takes, from words for people. */
export function fileName(words: string, extension: string): string {
  const safe = words
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{N} ._-]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return `${safe.slice(0, 120) || 'export'}.${extension}`;
}

function describeSaved({ path, bytes, rows }: SavedFile): { message: string; action?: TaskAction } {
  const size = rows === null ? formatBytes(bytes) : `${formatCount(rows, 'row')}, ${formatBytes(bytes)}`;
  const message = `Saved ${lastPart(path)} (${size})`;
  if (shell.host === 'browser') return { message };
  return { message, action: { label: 'Show in folder', run: () => void shell.deliver(path) } };
}

/** Asks where to, lets the engine write there, hands the file over. Trouble is told in the tray. */
async function save(
  title: string,
  suggestedName: string,
  write: (path: string, options: CallOptions) => Promise<SavedFile>,
): Promise<void> {
  try {
    const path = await shell.chooseSavePath(suggestedName);
    if (path === null) return;
    const saved = await runTask(title, (options) => write(path, options), describeSaved);
    if (saved !== null && shell.host === 'browser') await shell.deliver(saved.path);
  } catch (thrown) {
    startTask(title).finish(failureOf(thrown));
  }
}

export function exportReport(question: ReportQuestion, format: ReportFormat, title: string): Promise<void> {
  const name = fileName(`${question.dataset} ${title}`, format);
  return save(`${title} as ${format === 'parquet' ? 'Parquet' : format.toUpperCase()}`, name, (path, options) =>
    callEngine('export.report', { question, format, path }, options),
  );
}

export type AlertFormat = 'csv' | 'json' | 'pdf';

export function exportAlerts(question: AlertQuestion, format: AlertFormat): Promise<void> {
  const name = fileName(`${question.dataset} alerts`, format);
  return save(`Alerts as ${format.toUpperCase()}`, name, (path, options) =>
    callEngine('export.alerts', { question, format, path }, options),
  );
}

/** Saves a text that the page made, as JSON. */
export async function saveJson(title: string, value: unknown): Promise<void> {
  const bytes = new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
  await runTask(
    `${title} as JSON`,
    async () => {
      const saved = await shell.saveBytes(fileName(title, 'json'), bytes, 'application/json');
      if (saved === null) throw new EngineError('cancelled', 'Cancelled.');
      return saved;
    },
    (path) => ({ message: `Saved ${lastPart(path)} (${formatBytes(bytes.length)})` }),
  );
}

export function exportRejects(dataset: string): Promise<void> {
  return save(`Rejects of ${dataset}`, fileName(`${dataset} rejects`, 'csv'), (path, options) =>
    callEngine('export.rejects', { dataset, path }, options),
  );
}

/** Saves bytes that the page made. Throws EngineError where they cannot be written. */
export async function savePicture(title: string, extension: 'png' | 'svg', bytes: Uint8Array): Promise<void> {
  const mime = extension === 'png' ? 'image/png' : 'image/svg+xml';
  await runTask(
    `${title} as ${extension.toUpperCase()}`,
    async () => {
      const saved = await shell.saveBytes(fileName(title, extension), bytes, mime);
      if (saved === null) throw new EngineError('cancelled', 'Cancelled.');
      return saved;
    },
    (path) => ({ message: `Saved ${lastPart(path)} (${formatBytes(bytes.length)})` }),
  );
}
