/** The text of a file as UTF-8, whatever it is encoded in. */
import { StringDecoder } from 'node:string_decoder';
import type { FileLayout } from '../../../preload/contract.js';
import type { FileKind } from './file-kind.js';
import { readCsvBytes } from './open-bytes.js';

export type Encoding = FileLayout['encoding'];

/** What windows-1252 has at 0x80 to 0x9F; Node decodes these bytes differently from version to version. */
const windowsSigns = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

interface Decoder {
  write(bytes: Buffer): Buffer;
  end(): Buffer;
}

const nothing = Buffer.alloc(0);

function decodeOneByteSigns(toText: (bytes: Buffer) => string): Decoder {
  return { write: (bytes) => Buffer.from(toText(bytes)), end: () => nothing };
}

/** A byte order mark tells which byte comes first; without one it is the lower. */
function decodeUtf16(): Decoder {
  const decoder = new StringDecoder('utf16le');
  let isSwapped: boolean | null = null;
  let carry: Buffer = nothing;
  return {
    write(bytes) {
      const data = Buffer.concat([carry, bytes]);
      if (data.length < 2) {
        carry = data;
        return nothing;
      }
      isSwapped ??= data[0] === 0xfe && data[1] === 0xff;
      const even = data.length - (data.length % 2);
      carry = data.subarray(even);
      const pairs = data.subarray(0, even);
      return Buffer.from(decoder.write(isSwapped ? pairs.swap16() : pairs));
    },
    end: () => Buffer.from(decoder.end()),
  };
}

function openDecoder(encoding: Encoding): Decoder | null {
  if (encoding === 'utf-8') return null;
  if (encoding === 'utf-16') return decodeUtf16();
  if (encoding === 'iso-8859-1') return decodeOneByteSigns((bytes) => bytes.toString('latin1'));
  return decodeOneByteSigns((bytes) =>
    bytes.toString('latin1').replace(/[\x80-\x9f]/g, (sign) => windowsSigns[sign.charCodeAt(0) - 0x80] ?? sign),
  );
}

/** A byte order mark says more than a layout. */
export function markedEncoding(head: Buffer): Encoding | null {
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return 'utf-16';
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  return null;
}

export function decodeBytes(bytes: Buffer, encoding: Encoding): Buffer {
  const decoder = openDecoder(encoding);
  return decoder === null ? bytes : Buffer.concat([decoder.write(bytes), decoder.end()]);
}

/** Bytes that come in pieces, as UTF-8. */
export async function* decodeChunks(chunks: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<Buffer> {
  const decoder = openDecoder(encoding);
  for await (const bytes of chunks) yield decoder === null ? bytes : decoder.write(bytes);
  if (decoder !== null) yield decoder.end();
}

export interface TextFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly layout: Pick<FileLayout, 'encoding'>;
}

/** A piece of a file: its bytes as they stand, uncompressed, and the same as UTF-8 text. Valid until the next is taken. */
export interface TextChunk {
  readonly bytes: Buffer;
  readonly text: Buffer;
}

/** Throws EngineError `bad_input`, `not_found`. */
export async function* readText(file: TextFile): AsyncGenerator<TextChunk> {
  const decoder = openDecoder(file.layout.encoding);
  for await (const bytes of readCsvBytes(file.path, file.kind))
    yield { bytes, text: decoder === null ? bytes : decoder.write(bytes) };
  const rest = decoder?.end() ?? nothing;
  if (rest.length > 0) yield { bytes: nothing, text: rest };
}
