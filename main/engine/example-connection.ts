/** A connection for tests, with nothing set that need not be. */
import type { AthenaConnection } from '../../preload/contract.js';

export function exampleConnection(changes: Partial<AthenaConnection> = {}): AthenaConnection {
  return {
    kind: 'athena',
    name: 'lake',
    region: 'us-east-1',
    credentials: { from: 'default' },
    endpoint: null,
    workgroup: 'primary',
    output: null,
    catalog: 'AwsDataCatalog',
    database: 'shop',
    lake: null,
    events: null,
    pricePerTb: 5,
    softLimitBytes: null,
    dayCapBytes: null,
    reuseMinutes: 0,
    ...changes,
  };
}
