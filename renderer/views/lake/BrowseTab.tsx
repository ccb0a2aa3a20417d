import { useChosenConnection } from '../../state/connections.js';
import { usePlace } from '../../state/filters.js';
import { Breadcrumb } from './Breadcrumb.js';
import { BucketList } from './BucketList.js';
import { CachePanel } from './CachePanel.js';
import { FetchStopped } from './FetchStopped.js';
import { LakeFolder } from './LakeFolder.js';
import { NoConnection } from './NoConnection.js';

/** Buckets, what lies in them, and the way of it into a dataset. */
export function BrowseTab() {
  const [connection] = useChosenConnection('athena');
  const { own } = usePlace();
  const bucket = own['bucket'];
  const prefix = own['prefix'] ?? '';
  if (!connection)
    return (
      <NoConnection title="Nothing to browse yet">
        Here the buckets of a connection are looked through, and CSV, NDJSON and Parquet files chosen to be loaded. It
        needs a connection to S3.
      </NoConnection>
    );
  return (
    <>
      <FetchStopped />
      <Breadcrumb connection={connection.name} bucket={bucket} prefix={prefix} />
      {bucket === undefined ? (
        <BucketList key={connection.name} connection={connection} />
      ) : (
        <LakeFolder
          key={`${connection.name} ${bucket} ${prefix}`}
          place={{ connection: connection.name, bucket, prefix }}
        />
      )}
      <CachePanel />
    </>
  );
}
