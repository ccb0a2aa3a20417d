/** Whether results can be written, read and found: the output location of a connection. */
import { randomUUID } from 'node:crypto';
import type { WorkGroup } from '@aws-sdk/client-athena';
import { EngineError, type AthenaConnection } from '../../../preload/contract.js';
import { explainRemoteError } from '../aws-errors.js';
import type { AwsClients } from './clients.js';
import { readS3Place } from './s3-place.js';

/**
 * The region of a bucket, or null where the service does not say it. Throws EngineError `network` and `credentials`, and
 * `not_found` where there is no such bucket; being refused is no failure here, since it takes another permission.
 */
export async function findBucketRegion(
  clients: AwsClients,
  { region }: AthenaConnection,
  bucket: string,
  abortSignal: AbortSignal,
): Promise<string | null> {
  const { HeadBucketCommand } = await import('@aws-sdk/client-s3');
  try {
    const client = await clients.s3();
    const { BucketRegion } = await client.send(new HeadBucketCommand({ Bucket: bucket }), { abortSignal });
    return BucketRegion ?? null;
  } catch (error) {
    const { $response } = error as { $response?: { headers?: Record<string, string> } };
    const said = $response?.headers?.['x-amz-bucket-region'];
    if (said !== undefined) return said;
    const context = { trying: `look at the bucket “${bucket}”`, action: 's3:ListBucket', resource: bucket, region };
    const explained = explainRemoteError(error, context);
    if (explained.code === 'not_found')
      throw new EngineError('not_found', `There is no bucket “${bucket}”.`, {
        resource: bucket,
        wayOut: `Name a bucket that exists in the region ${region}, or make this one.`,
      });
    if (['network', 'credentials', 'cancelled'].includes(explained.code)) throw explained;
    return null;
  }
}

function chooseOutput({ output }: AthenaConnection, { Name, Configuration }: Partial<WorkGroup>): string {
  const ofGroup = Configuration?.ResultConfiguration?.OutputLocation ?? null;
  const isEnforced = Configuration?.EnforceWorkGroupConfiguration === true;
  const chosen = isEnforced ? (ofGroup ?? output) : (output ?? ofGroup);
  if (chosen !== null) return chosen;
  throw new EngineError(
    'misconfigured',
    `Nothing says where results are to be written: neither the connection nor the work group “${Name ?? ''}” has an output location.`,
    { wayOut: 'Give the connection an output location, s3://bucket/prefix/.' },
  );
}

/** Writes, reads and deletes one small object. Throws EngineError that says which of it is not allowed, and where. */
async function tryObject(
  clients: AwsClients,
  { region }: AthenaConnection,
  place: string,
  abortSignal: AbortSignal,
): Promise<boolean> {
  const { DeleteObjectCommand, GetObjectCommand, PutObjectCommand } = await import('@aws-sdk/client-s3');
  const { bucket, prefix } = readS3Place(place);
  const object = { Bucket: bucket, Key: `${prefix}.vitrine-test-${randomUUID()}` };
  const resource = `s3://${bucket}/${prefix}*`;
  const client = await clients.s3();
  const body = 'Vitrine wrote this to see whether it may. It can be deleted.\n';
  let isRemoved = false;

  async function step(trying: string, action: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      throw explainRemoteError(error, { trying, action, resource, region });
    }
  }

  await step(`write a small object below ${place}`, 's3:PutObject', () =>
    client.send(new PutObjectCommand({ ...object, Body: body, ContentType: 'text/plain' }), { abortSignal }),
  );
  try {
    await step(`read a small object below ${place}`, 's3:GetObject', async () => {
      const { Body } = await client.send(new GetObjectCommand(object), { abortSignal });
      if ((await Body?.transformToString()) !== body)
        throw new EngineError('misconfigured', `What was written below ${place} is not what is read there.`, {
          wayOut: 'Check what answers at the connection’s endpoint.',
        });
    });
  } finally {
    // Also when the person has given up meanwhile: nothing is left behind.
    isRemoved = await client.send(new DeleteObjectCommand(object)).then(
      () => true,
      () => false,
    );
  }
  return isRemoved;
}

/** In words, what was found. Throws EngineError. */
export async function checkOutput(
  clients: AwsClients,
  connection: AthenaConnection,
  workGroup: Partial<WorkGroup>,
  abortSignal: AbortSignal,
): Promise<string> {
  if (workGroup.Configuration?.ManagedQueryResultsConfiguration?.Enabled === true)
    return `The work group “${workGroup.Name ?? ''}” keeps results itself: none are written to S3.`;
  const place = chooseOutput(connection, workGroup);
  const { bucket } = readS3Place(place);
  const region = await findBucketRegion(clients, connection, bucket, abortSignal);
  if (region !== null && region !== connection.region)
    throw new EngineError(
      'misconfigured',
      `The bucket “${bucket}” for results is in the region ${region}, the connection in ${connection.region}.`,
      {
        resource: bucket,
        wayOut: `Choose a bucket in ${connection.region}, or set the connection’s region to ${region}.`,
      },
    );
  const isRemoved = await tryObject(clients, connection, place, abortSignal);
  const isGroups =
    place === workGroup.Configuration?.ResultConfiguration?.OutputLocation && place !== connection.output;
  return [
    `Results are written to ${place}${isGroups ? ', as the work group says' : ''}.`,
    ...(isRemoved ? [] : ['The small test object could not be deleted (s3:DeleteObject); that does no harm.']),
  ].join(' ');
}
