/** A sample of a text file: blocks that are spread evenly over it, of each its whole records. */
import { open, type FileHandle } from 'node:fs/promises';
import type { ChosenFile } from './choose-files.js';
import { toFileError } from './file-kind.js';
import { findNewline, passNewline } from './find-newline.js';
import { readHead } from './open-bytes.js';
import { openRecords } from './prepare-file.js';
import { decodeBytes } from './read-text.js';

/** Small, so that there are many: every day of a month has some. */
const blockBytes = 2 ** 13;
/** Blocks are read in so many rounds, each of them spread over the whole file: a slow disk gets fewer. */
const rounds = 16;

export interface TextSample {
  /** UTF-8, without a header; every record ends with a newline. */
  readonly text: Buffer;
  /** Bytes of the file's content that were looked at. */
  readonly bytes: number;
  /** Whether it is the beginning of a file that has more. */
  readonly isOfBeginning: boolean;
}

type SampledFile = Pick<ChosenFile, 'path' | 'kind' | 'layout' | 'hasHeader' | 'columns' | 'contentBytes'>;

interface Block {
  readonly start: number;
  readonly bytes: Buffer;
}

const bom = Buffer.from([0xef, 0xbb, 0xbf]);
const newline = Buffer.from('\n');

/** The records that begin and end in the block. */
function wholeRecords(file: SampledFile, { start, bytes }: Block, isLast: boolean): readonly Buffer[] {
  const text = decodeBytes(bytes, file.layout.encoding);
  let from = start === 0 && text.subarray(0, 3).equals(bom) ? 3 : 0;
  if (start > 0 || (file.hasHeader && file.layout.format === 'csv')) {
    const end = findNewline(text, 0);
    from = end < 0 ? text.length : passNewline(text, end);
  }
  const reader = openRecords({ ...file, hasHeader: false }, () => undefined);
  reader.push(text.subarray(from));
  if (!isLast) return [text.subarray(from, text.length - reader.pendingBytes)];
  return reader.pendingBytes > 0 ? [text.subarray(from), newline] : [text.subarray(from)];
}

async function readBlock(handle: FileHandle, start: number, length: number): Promise<Block> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, start);
  return { start, bytes: buffer.subarray(0, bytesRead) };
}

/** Reads `count` blocks, or as many as there is time for. */
async function readBlocks(file: SampledFile, count: number, until: number): Promise<readonly Block[]> {
  const startOf = (at: number) => Math.floor((at * file.contentBytes) / count);
  const blocks: Block[] = [];
  const handle = await open(file.path);
  try {
    for (let round = 0; round < rounds && (round === 0 || performance.now() < until); round++) {
      const places = Array.from({ length: count }, (_, at) => at).filter((at) => at % rounds === round);
      blocks.push(...(await Promise.all(places.map((at) => readBlock(handle, startOf(at), blockBytes)))));
    }
  } finally {
    await handle.close();
  }
  return blocks.sort((a, b) => a.start - b.start);
}

async function sampleBeginning(file: SampledFile, length: number): Promise<TextSample> {
  const { head, isWhole } = await readHead(file.path, file.kind, length);
  const text = Buffer.concat(wholeRecords(file, { start: 0, bytes: head }, isWhole));
  return { text, bytes: head.length, isOfBeginning: !isWhole };
}

/**
 * Reads about `share` of a file; all of it where that is 1. What is packed, or whose records cannot be found from the
 * middle (UTF-16), is read from its beginning. `until` is of `performance.now()`. Throws EngineError `bad_input`,
 * `not_found`.
 */
export async function sampleText(file: SampledFile, share: number, until: number): Promise<TextSample> {
  const { kind, layout, contentBytes } = file;
  const isWhole = share >= 1 || contentBytes <= blockBytes;
  const wanted = isWhole ? contentBytes : Math.max(blockBytes, share * contentBytes);
  const isPacked = kind !== 'csv' && kind !== 'ndjson';
  if (isWhole || isPacked || layout.encoding === 'utf-16') return sampleBeginning(file, wanted);
  try {
    const blocks = await readBlocks(file, Math.ceil(wanted / blockBytes), until);
    const parts = blocks.flatMap((block) =>
      wholeRecords(file, block, block.start + block.bytes.length >= contentBytes),
    );
    const bytes = blocks.reduce((sum, block) => sum + block.bytes.length, 0);
    return { text: Buffer.concat(parts), bytes, isOfBeginning: false };
  } catch (error) {
    throw toFileError(error, file.path);
  }
}
