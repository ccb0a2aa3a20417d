import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeMessage, encodeMessage } from './codec.js';

function roundTrip(value: unknown): unknown {
  return decodeMessage(encodeMessage(value));
}

describe('codec', () => {
  it('keeps bigints of any size', () => {
    const values = [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 130n];
    expect(roundTrip(values)).toEqual(values);
  });

  it('keeps numbers that JSON loses, and integers beyond 32 bits as numbers', () => {
    const values = [NaN, Infinity, -Infinity, 42_448_764_000, Number.MAX_SAFE_INTEGER, 0.1, -5e-324];
    expect(roundTrip(values)).toEqual(values);
  });

  it('keeps typed arrays with their kind, NaN included', () => {
    const arrays = [
      Float64Array.of(1.5, NaN, -Infinity),
      Float32Array.of(0.5),
      Int32Array.of(-1, 2 ** 31 - 1),
      Uint32Array.of(2 ** 32 - 1),
      Int16Array.of(-5),
      Uint16Array.of(65_535),
      Int8Array.of(-128),
      Uint8Array.of(1, 2, 255),
      new Float64Array(0),
    ];
    expect(roundTrip({ text: 'shifts the alignment', arrays })).toEqual({ text: 'shifts the alignment', arrays });
  });

  it('decodes from a Buffer, whose slices share its memory', () => {
    const array = Float64Array.of(0.1, 0.2);
    expect(decodeMessage(Buffer.from(encodeMessage([array])))).toEqual([array]);
  });

  it('writes only the part of the buffer that a view shows', () => {
    const whole = Float64Array.of(1, 2, 3, 4);
    expect(roundTrip(whole.subarray(1, 3))).toEqual(Float64Array.of(2, 3));
  });

  it('leaves out undefined properties, so that optional parameters stay absent', () => {
    const decoded = roundTrip({ dataset: 'october', from: undefined, brand: null }) as object;
    expect(Object.keys(decoded)).toEqual(['dataset', 'brand']);
  });

  it('keeps what a structured clone keeps of plain data', () => {
    const key = fc.string().filter((name) => name !== '__proto__'); // MessagePack refuses to decode it
    const plain = fc.object({ key, maxDepth: 4, values: plainValues() });
    fc.assert(
      fc.property(plain, (value) => {
        expect(roundTrip(value)).toEqual(value);
      }),
    );
  });

  it('refuses bytes that are no message', () => {
    expect(() => decodeMessage(Uint8Array.of(0xc1))).toThrow();
    expect(() => decodeMessage(encodeMessage('cut short').subarray(0, 4))).toThrow();
  });
});

function plainValues(): fc.Arbitrary<unknown>[] {
  return [
    fc.string({ unit: 'grapheme' }),
    fc.boolean(),
    fc.constant(null),
    fc.integer(),
    fc.bigInt(),
    fc.double().map((value) => (Object.is(value, -0) ? 0 : value)),
    fc.float64Array(),
  ];
}
