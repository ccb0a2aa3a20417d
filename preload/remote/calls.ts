/** The calls about connections, lakes and remote engines. */
import { z } from 'zod';
import { call, nothing } from '../call.js';
import { connectionName, datasetName, day, reportQuestion } from '../question.js';
import {
  connection,
  connectionSecret,
  eventsMapping,
  s3Uri,
  type AwsProfile,
  type ConnectionCheck,
  type ConnectionInfo,
} from './connection.js';
import type { Bucket, CacheState, FetchedFile, LakeListing, LakeObject, Publication } from './lake.js';
import type { CatalogTable, ProposedMapping, RemoteEstimate, RemoteHistory } from './remote.js';

const ofConnection = z.strictObject({ connection: connectionName });
const publication = ofConnection.extend({ dataset: datasetName, to: s3Uri });

export const remoteCalls = {
  'connections.list': call<readonly ConnectionInfo[]>()(nothing),
  /** Makes it, or replaces the one of this name; a `secret` that is left out stays as it is. */
  'connections.save': call<readonly ConnectionInfo[]>()(
    z.strictObject({ connection, secret: connectionSecret.optional() }),
  ),
  'connections.remove': call<readonly ConnectionInfo[]>()(z.strictObject({ name: connectionName })),
  /** One that is saved, by name, or one that is tried before it is saved. */
  'connections.test': call<readonly ConnectionCheck[]>()(
    z.union([
      z.strictObject({ name: connectionName }),
      z.strictObject({ connection, secret: connectionSecret.optional() }),
    ]),
  ),
  /** Of the AWS tools' shared files on this machine. */
  'connections.profiles': call<readonly AwsProfile[]>()(nothing),
  /** Signs in again by way of the person's browser: the progress' phase holds the address and the code to confirm. */
  'connections.signIn': call<AwsProfile>()(z.strictObject({ profile: z.string().min(1) })),

  'lake.buckets': call<readonly Bucket[]>()(ofConnection),
  'lake.list': call<LakeListing>()(
    ofConnection.extend({ bucket: z.string().min(1), prefix: z.string(), after: z.string().optional() }),
  ),
  /** All loadable objects below a prefix; with days, those whose key names one from `from` to before `to`. */
  'lake.find': call<readonly LakeObject[]>()(
    ofConnection.extend({ bucket: z.string().min(1), prefix: z.string(), from: day.optional(), to: day.optional() }),
  ),
  /** Brings `s3://…` objects (with a connection) or http(s) URLs to this machine. What was begun is gone on with. */
  'lake.fetch': call<readonly FetchedFile[]>()(
    z.strictObject({ connection: connectionName.optional(), sources: z.array(z.string().min(1)).min(1) }),
  ),
  'lake.cache': call<CacheState>()(
    z.strictObject({ clear: z.boolean().optional(), capBytes: z.number().min(0).optional() }),
  ),
  /** A dry run says everything that it would do, and does nothing. */
  'lake.publish': call<Publication>()(publication.extend({ dryRun: z.boolean().optional() })),

  'remote.estimate': call<RemoteEstimate>()(reportQuestion),
  'remote.history': call<RemoteHistory>()(
    z.strictObject({
      connection: connectionName.optional(),
      /** Part of the text, the report, the dataset or the engine's id. */
      search: z.string().optional(),
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(1000),
    }),
  ),
  /** Stops what this app has running, everywhere; resolves to how many those were, once they have ended. */
  'remote.stopAll': call<number>()(nothing),
  'catalog.databases': call<readonly string[]>()(ofConnection),
  'catalog.tables': call<readonly CatalogTable[]>()(ofConnection.extend({ database: z.string().min(1) })),
  'catalog.partitions': call<readonly string[]>()(
    ofConnection.extend({ database: z.string().min(1), table: z.string().min(1) }),
  ),
  'catalog.propose': call<ProposedMapping>()(
    ofConnection.extend({ database: z.string().min(1), table: z.string().min(1) }),
  ),
  /** Has the connection read this table as its events; null: the lake's own again. */
  'catalog.attach': call<ConnectionInfo>()(ofConnection.extend({ events: eventsMapping.nullable() })),
} as const;
