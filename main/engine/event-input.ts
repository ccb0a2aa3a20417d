/** Events of a file or a stream as they arrive: between the rooms of ingest and of detection. */
import type { Reject } from '../../preload/contract.js';

/** A file (or folder of files), or bytes that come while they are read. */
export type EventInput =
  { readonly path: string } | { readonly name: string; readonly bytes: AsyncIterable<Uint8Array> };

/** A line as rejects name it. */
export type Place = Pick<Reject, 'file' | 'line'>;

/** Some events in the order in which they stand in the input; columns as detection has them. */
export interface ArrivedEvents {
  readonly length: number;
  /** Milliseconds since 1970. */
  readonly time: Float64Array;
  /** 0 view, 1 cart, 2 remove_from_cart, 3 purchase. */
  readonly type: Uint8Array;
  readonly product: BigInt64Array;
  readonly user: BigInt64Array;
  readonly session: BigInt64Array;
  /** NaN where it is not known. */
  readonly price: Float64Array;
  /** −1 where unknown. */
  readonly category: Int32Array;
  readonly brand: Int32Array;
  /** What is written for those of the ids that are no numbers, and for sessions. */
  readonly words: {
    readonly user: ReadonlyMap<bigint, string>;
    readonly product: ReadonlyMap<bigint, string>;
    readonly session: ReadonlyMap<bigint, string>;
  };
  /** Where an event stands, by its number here. */
  readonly placeOf: (at: number) => Place;
  /** Rows that are no events, met on the way. */
  readonly rejects: readonly Reject[];
  /** Rows that the layout passes over. */
  readonly ignored: number;
}

export type ReadEventInput = (input: EventInput, signal: AbortSignal) => AsyncIterable<ArrivedEvents>;
