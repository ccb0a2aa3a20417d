/** What Athena charges: by the megabyte (10^6) of what was scanned, and ten of them at least (aws.amazon.com/athena/pricing). */

const megabyte = 1e6;
const leastMegabytes = 10;
const megabytesInTb = 1e6;

/** US dollars for a query that scans so much. */
export function priceScan(bytes: number, pricePerTb: number): number {
  return (Math.max(leastMegabytes, Math.ceil(bytes / megabyte)) * pricePerTb) / megabytesInTb;
}

export interface Charged {
  readonly state: 'succeeded' | 'failed' | 'cancelled';
  readonly purpose: string;
  /** An earlier answer was given again. */
  readonly reused: boolean;
  readonly bytesScanned: number | null;
}

/** US dollars for a query that has ended. DDL, failed and reused ones are free; a cancelled one pays what it scanned. */
export function priceQuery({ state, purpose, reused, bytesScanned }: Charged, pricePerTb: number): number | null {
  if (state === 'failed' || reused || purpose === 'ddl') return 0;
  if (bytesScanned === null) return null;
  if (state === 'cancelled' && bytesScanned === 0) return 0; // it never ran
  return priceScan(bytesScanned, pricePerTb);
}
