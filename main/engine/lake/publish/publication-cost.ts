/**
 * What publishing costs in US dollars, by the prices of S3 Standard in us-east-1 (https://aws.amazon.com/s3/pricing/, read
 * in November 2026). Other regions differ by some percent; a month has what is stored for all of it.
 */
import type { Publication } from '../../../../preload/contract.js';
import { choosePartBytes } from './send-file.js';

/** PUT, COPY, POST and LIST; DELETE and aborting are free. */
const usdPerRequest = 0.005 / 1000;

/** GET and all others. */
const usdPerRead = 0.0004 / 1000;

/** S3 bills a GB of 2^30 bytes. */
const usdPerByteAndMonth = 0.023 / 2 ** 30;

/** Requests for an object: begin, the parts, complete; and one look at it. */
const countPuts = (bytes: number) => 2 + Math.max(1, Math.ceil(bytes / choosePartBytes(bytes)));

/** The manifest is written twice; the zones are listed first, and the tables once more at the end. */
const besides = 5;

export function estimateCost(putBytes: readonly number[], storedBytes: number): Publication['cost'] {
  const requests = putBytes.reduce((sum, bytes) => sum + countPuts(bytes), besides);
  return {
    requests,
    requestsUsd: requests * usdPerRequest + (putBytes.length + 1) * usdPerRead,
    storageUsdPerMonth: storedBytes * usdPerByteAndMonth,
  };
}
