/** A dataset as a lake: Parquet by day, models as tables, the manifest last. */
import { EngineError } from '../../../../preload/contract.js';
import type { Lake, LakeHandlers, LakeNeeds } from '../create-lake.js';

export interface Publishing {
  readonly handlers: Pick<LakeHandlers, 'lake.publish'>;
  readonly readManifest: Lake['readManifest'];
}

export function createPublishing(_needs: LakeNeeds): Publishing {
  const later = async (): Promise<never> => {
    throw new EngineError('internal', 'Publishing is not built yet.');
  };
  return { handlers: { 'lake.publish': later }, readManifest: later };
}
