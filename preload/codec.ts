/**
 * Messages of the WebSocket wire as bytes: MessagePack, which keeps NaN and infinities, with two extensions of ours:
 * typed arrays (as their raw little-endian bytes) and bigint. Like a structured clone, it leaves out nothing but
 * properties that are undefined.
 */
import { decode, encode, ExtensionCodec } from '@msgpack/msgpack';

type TypedArray = Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array;

const typedArrayExtension = 1;
const bigintExtension = 2;

/** The order is the format: a kind is its place in this list. */
const kinds = [Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array] as const;

function encodeTypedArray(value: unknown): Uint8Array | null {
  const kind = kinds.findIndex((candidate) => value instanceof candidate);
  if (kind < 0) return null;
  const array = value as TypedArray;
  const bytes = new Uint8Array(1 + array.byteLength);
  bytes[0] = kind;
  bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), 1);
  return bytes;
}

function decodeTypedArray(bytes: Uint8Array): TypedArray {
  const Kind = kinds[bytes[0] ?? -1];
  if (!Kind) throw new RangeError(`Unknown kind of typed array: ${bytes[0]}`);
  return new Kind(new Uint8Array(bytes.subarray(1)).buffer); // a copy, as the message's bytes are not aligned
}

const extensionCodec = new ExtensionCodec();
extensionCodec.register({ type: typedArrayExtension, encode: encodeTypedArray, decode: decodeTypedArray });
extensionCodec.register({
  type: bigintExtension,
  encode: (value) => (typeof value === 'bigint' ? new TextEncoder().encode(String(value)) : null),
  decode: (bytes) => BigInt(new TextDecoder().decode(bytes)),
});

export function encodeMessage(message: unknown): Uint8Array {
  return encode(message, { extensionCodec, ignoreUndefined: true });
}

/** Throws RangeError or DecodeError on bytes that are no message. */
export function decodeMessage(bytes: Uint8Array): unknown {
  return decode(bytes, { extensionCodec });
}
