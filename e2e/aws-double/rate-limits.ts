/** Calls a second and burst of an account, as in the service quotas. */
import { AwsError } from './aws-error.js';

const quotas: Readonly<Record<string, { readonly perSecond: number; readonly burst: number }>> = {
  GetQueryExecution: { perSecond: 100, burst: 200 },
  GetQueryResults: { perSecond: 100, burst: 200 },
  StartQueryExecution: { perSecond: 20, burst: 80 },
  StopQueryExecution: { perSecond: 20, burst: 80 },
  BatchGetQueryExecution: { perSecond: 20, burst: 40 },
  ListQueryExecutions: { perSecond: 5, burst: 10 },
};

/** Throws ThrottlingException. */
export function createRateLimits(): (operation: string) => void {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (operation) => {
    const quota = quotas[operation];
    if (quota === undefined) return;
    const now = performance.now();
    const bucket = buckets.get(operation) ?? { tokens: quota.burst, at: now };
    bucket.tokens = Math.min(quota.burst, bucket.tokens + ((now - bucket.at) / 1000) * quota.perSecond);
    bucket.at = now;
    buckets.set(operation, bucket);
    if (bucket.tokens < 1) throw new AwsError('ThrottlingException', 'Rate exceeded', 400);
    bucket.tokens -= 1;
  };
}
