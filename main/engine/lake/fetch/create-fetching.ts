/** What lies in S3 or behind a URL, and how it comes to this machine. */
import { EngineError } from '../../../../preload/contract.js';
import type { Lake, LakeHandlers, LakeNeeds } from '../create-lake.js';

export interface Fetching {
  readonly handlers: Omit<LakeHandlers, 'lake.publish'>;
  readonly measure: Lake['measure'];
}

export function createFetching(_needs: LakeNeeds): Fetching {
  const later = async (): Promise<never> => {
    throw new EngineError('internal', 'Fetching is not built yet.');
  };
  return {
    handlers: {
      'lake.buckets': later,
      'lake.list': later,
      'lake.find': later,
      'lake.fetch': later,
      'lake.cache': later,
    },
    measure: later,
  };
}
