/** Files from elsewhere come into the cache, whole and checked. */
import { stat } from 'node:fs/promises';
import { EngineError, type FetchedFile } from '../../../../preload/contract.js';
import type { Job } from '../../serve.js';
import { eachAtOnce, makeGate, type Gate } from '../at-once.js';
import type { Cache } from './cache.js';
import { proves } from './digests.js';
import { download } from './download.js';
import { Meter } from './meter.js';
import { PartFile } from './part-file.js';
import { ChangedError, type RemoteFile } from './remote-file.js';
import type { Timings } from './timings.js';

const filesAtOnce = 3;
const partsInAll = 8;
/** A file that changes each time it is fetched will not be had. */
const mostChanges = 3;

interface Tools {
  readonly cache: Cache;
  readonly timings: Timings;
  readonly gate: Gate;
  readonly meter: Meter;
}

const nameOf = (remote: RemoteFile) => remote.place.at(-1) ?? remote.title;

/** A disk's error, or what the other end makes of it. */
function explain(error: unknown, remote: RemoteFile): EngineError {
  if (error instanceof EngineError) return error;
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new EngineError('no_space', 'The disk is full.', {
      wayOut: 'Free some disk space and try again: what has come is kept.',
    });
  if (syscall !== undefined && ['open', 'write', 'rename', 'mkdir', 'unlink', 'rmdir', 'fsync'].includes(syscall))
    return new EngineError('bad_input', `The file cannot be kept: ${message}`, {
      wayOut: 'Look at the workspace’s folder “cache”: whether it may be written.',
    });
  return remote.explain(error);
}

interface Brought {
  readonly checkedBy: string;
  readonly note?: string;
}

/** Brings the file to `partial`. Throws ChangedError, EngineError `mismatch`, and what the way there says. */
async function bring(remote: RemoteFile, partial: string, signal: AbortSignal, tools: Tools): Promise<Brought> {
  const { timings, gate, meter } = tools;
  const proof = await remote.findProof(signal);
  for (let attempts = 1; ; attempts++) {
    await download(remote, partial, {
      signal,
      timings,
      gate,
      onBytes: (bytes) => meter.add(bytes),
      onFound: (bytes) => meter.found(bytes),
    });
    if (proof === null) return { checkedBy: 'length' };
    if (await proves(proof, partial, signal, () => undefined)) return { checkedBy: proof.digest };
    if (proof.of === 'parts' && proof.isGuess)
      return {
        checkedBy: 'length',
        note: `${nameOf(remote)} could only be checked by its length: its store does not say in which parts it was sent.`,
      };
    await PartFile.remove(partial);
    if (attempts > 1)
      throw new EngineError('mismatch', `“${remote.title}” came damaged, twice: its ${proof.digest} is another one.`, {
        wayOut: 'Try again later. If it stays so, the file is damaged over there.',
      });
    meter.found(-(remote.bytes ?? 0));
    meter.say(`${nameOf(remote)} came damaged: from the beginning`);
  }
}

async function fetchOne(asked: RemoteFile, signal: AbortSignal, tools: Tools): Promise<FetchedFile> {
  const { cache, meter } = tools;
  const notes: string[] = [];
  for (let remote = asked, changes = 0; ; changes++) {
    try {
      const { path, fromCache } = await cache.add(remote, signal, async (partial) => {
        const { checkedBy, note } = await bring(remote, partial, signal, tools);
        if (note !== undefined) notes.push(note);
        return checkedBy;
      });
      if (fromCache) meter.found(remote.bytes ?? 0);
      const { source, bytes } = remote;
      const note = notes.length > 0 ? { note: notes.join(' ') } : {};
      return { source, path, bytes: bytes ?? (await measure(path)), fromCache, ...note };
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ChangedError)) throw explain(error, remote);
      if (changes >= mostChanges)
        throw new EngineError('mismatch', `“${remote.title}” changes all the time while it is fetched.`, {
          wayOut: 'Try again when nobody writes to it.',
        });
    }
    const next = await remote.lookAgain(signal);
    meter.say(`${nameOf(remote)} has changed meanwhile: from the beginning`);
    meter.changeTotal(next.bytes === null ? null : next.bytes - (remote.bytes ?? 0));
    notes.splice(0, notes.length, `${nameOf(remote)} changed over there while it came, and was begun anew.`);
    remote = next;
  }
}

async function measure(path: string): Promise<number> {
  return (await stat(path)).size;
}

/**
 * Files in the order given; those that are in the cache in this version are not fetched. Throws EngineError
 * `no_space`, `network`, `access_denied`, `credentials`, `throttled`, `not_found`, `mismatch`, `cancelled`; what has come
 * by then stays for the next time.
 */
export async function fetchFiles(
  remotes: readonly RemoteFile[],
  cache: Cache,
  timings: Timings,
  { signal, onProgress }: Job,
): Promise<readonly FetchedFile[]> {
  const different = new Map(remotes.map((remote) => [remote.identity, remote]));
  const fetched = new Map<string, FetchedFile>();
  const missing: RemoteFile[] = [];
  for (const [identity, remote] of different) {
    const path = await cache.find(remote);
    if (path === null) missing.push(remote);
    else fetched.set(identity, { source: remote.source, path, bytes: remote.bytes ?? 0, fromCache: true });
  }
  const [first] = missing;
  if (first !== undefined) {
    const total = missing.reduce<number | null>(
      (sum, { bytes }) => (sum === null || bytes === null ? null : sum + bytes),
      0,
    );
    let partials = 0;
    for (const remote of missing) partials += await cache.measurePartial(remote);
    await cache.makeRoom(Math.max(0, missing.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0) - partials));
    const meter = new Meter(total, onProgress);
    meter.say(missing.length === 1 ? `Fetching ${nameOf(first)}` : `Fetching ${missing.length} files`);
    const tools: Tools = { cache, timings, gate: makeGate(partsInAll), meter };
    const done = await eachAtOnce(missing, filesAtOnce, signal, (remote, itsSignal) =>
      fetchOne(remote, itsSignal, tools),
    );
    meter.end();
    missing.forEach(({ identity }, at) => fetched.set(identity, done[at] as FetchedFile));
  }
  return remotes.flatMap(({ identity, source }) => {
    const file = fetched.get(identity);
    return file === undefined ? [] : { ...file, source };
  });
}
