/** Whether the lake that a connection names is there and whole: by its manifest alone. */
import { EngineError, type AthenaConnection } from '../../../preload/contract.js';
import { explainRemoteError } from '../aws-errors.js';
import { lakeManifest, manifestKey } from '../lake-manifest.js';
import { found, notSet } from './checks.js';
import type { AwsClients } from './clients.js';
import { readS3Place } from './s3-place.js';

async function readText(
  clients: AwsClients,
  { region }: AthenaConnection,
  lake: string,
  abortSignal: AbortSignal,
): Promise<string> {
  const { bucket, prefix } = readS3Place(lake);
  const key = `${prefix}${manifestKey}`;
  try {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    const client = await clients.s3();
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }), { abortSignal });
    return (await Body?.transformToString()) ?? '';
  } catch (error) {
    const resource = `s3://${bucket}/${key}`;
    const context = { trying: `read the manifest of the lake ${lake}`, action: 's3:GetObject', resource, region };
    const explained = explainRemoteError(error, context);
    if (explained.code !== 'not_found') throw explained;
    throw new EngineError('not_found', `There is no published lake at ${lake}: ${resource} is not there.`, {
      resource,
      wayOut: 'Publish a dataset there, or take the lake out of the connection.',
    });
  }
}

export async function checkLake(clients: AwsClients, connection: AthenaConnection, abortSignal: AbortSignal) {
  const { lake, database } = connection;
  if (lake === null) return notSet('No lake has been published with this connection yet.');
  const text = await readText(clients, connection, lake, abortSignal);
  let content: unknown = null;
  try {
    content = JSON.parse(text);
  } catch {
    // Said below, as any other page that is no manifest.
  }
  const manifest = lakeManifest.safeParse(content);
  if (!manifest.success)
    throw new EngineError('bad_input', `The manifest of the lake ${lake} is damaged, or of another version.`, {
      wayOut: `Delete what lies at ${lake} and publish the dataset again, or publish it to another place.`,
    });
  const { state, dataset, tables } = manifest.data;
  if (state !== 'complete')
    throw new EngineError('mismatch', `The lake ${lake} is half published: a publication is under way, or was cut.`, {
      wayOut: 'Wait for it, or publish the dataset again.',
    });
  if (manifest.data.database !== database)
    throw new EngineError(
      'misconfigured',
      `The lake ${lake} was published into the database “${manifest.data.database}”, the connection says “${database}”.`,
      { wayOut: `Set the connection’s database to “${manifest.data.database}”, or publish into the other.` },
    );
  return found(`The lake holds “${dataset}” (${Object.keys(tables).length} tables) and is whole.`);
}
