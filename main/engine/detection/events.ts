/** Events as columns: what a replay hands to detection, and what detection makes of them. */

/** Codes of event types, in the columns `type`. */
export const view = 0;
export const cart = 1;
export const remove = 2;
export const purchase = 3;
export const typeNames = ['view', 'cart', 'remove_from_cart', 'purchase'] as const;

/** In `Events.movedFrom`: the user has had this session alone, so that the session's state is the user's. */
export const alone = -2;

/** A batch of events in order. All columns have the length `length`; buffers are handed over, not shared. */
export interface EventBatch {
  readonly length: number;
  /** Place in the order of events: 0-based, rising, perhaps with gaps. */
  readonly row: Float64Array;
  /** Milliseconds since 1970, not falling. */
  readonly time: Float64Array;
  readonly type: Uint8Array;
  readonly product: BigInt64Array;
  readonly user: BigInt64Array;
  /** An event without a session has one that is its user's own. */
  readonly session: BigInt64Array;
  /** NaN where it is not known. */
  readonly price: Float64Array;
  /** Codes of brand and full category code; −1 where unknown. */
  readonly brand: Int32Array;
  readonly category: Int32Array;
}

/** The events that detection works on: a batch with the slots of its keys and what all detectors need. */
export interface Events extends EventBatch {
  /** Slots in the tables of users, sessions, products. */
  readonly userSlot: Int32Array;
  readonly sessionSlot: Int32Array;
  readonly productSlot: Int32Array;
  /** Slot of the user among those that have had several sessions; holds nothing where `movedFrom` is {@link alone}. */
  readonly roamerSlot: Int32Array;
  /** Seconds since the event before of the session, and of the user; −1 for the first one. */
  readonly sessionGap: Float64Array;
  readonly userGap: Float64Array;
  /**
   * {@link alone} while the user has had this session alone, and it this user; −1 afterwards. In between, at the first event of the
   * user in another session: the slot of that session, whose state is the user's until then.
   */
  readonly movedFrom: Int32Array;
  /** 1 where the event before in the session was of the same product. */
  readonly again: Uint8Array;
  /** How much the event counts in rates: 1; a second view of the same product 0.25; a repeated cart of it within a minute 0. */
  readonly weight: Float64Array;
  /** Σ price of the purchases so far, this event included: of the user, the session, the product. */
  readonly userSpent: Float64Array;
  readonly sessionSpent: Float64Array;
  readonly productSpent: Float64Array;
}
