/** Tries what a connection to Athena needs, and says exactly what is missing. Nothing in it scans data. */
import type { WorkGroup } from '@aws-sdk/client-athena';
import { EngineError, type AthenaConnection, type ConnectionCheck } from '../../../preload/contract.js';
import { explainRemoteError, isUnknownCall, type ErrorContext } from '../aws-errors.js';
import type { Job } from '../serve.js';
import { checkDatabase, checkEvents } from './check-catalog.js';
import { checkLake } from './check-lake.js';
import { checkOutput, findBucketRegion } from './check-output.js';
import { found, notSet, runChecks } from './checks.js';
import type { AwsClients } from './clients.js';
import { readS3Place } from './s3-place.js';

const sources: Readonly<Record<AthenaConnection['credentials']['from'], string>> = {
  default: 'found as the AWS tools look for them',
  environment: 'found in the environment',
  profile: 'found in the profile',
  keys: 'entered',
};

function describeCredentials({ credentials }: AthenaConnection, expiresAt: Date | null): string {
  const source =
    credentials.from === 'profile' ? `${sources.profile} “${credentials.profile}”` : sources[credentials.from];
  const ends = expiresAt === null ? '' : `; they are good until ${expiresAt.toISOString().slice(0, 16)}Z`;
  return `Credentials are ${source}${ends}.`;
}

function describeWorkGroup({ Name, Configuration }: Partial<WorkGroup>): string {
  const parts = [Configuration?.EngineVersion?.EffectiveEngineVersion ?? 'its engine’s version is not said'];
  const output = Configuration?.ResultConfiguration?.OutputLocation;
  if (Configuration?.ManagedQueryResultsConfiguration?.Enabled === true) parts.push('Athena keeps the results');
  else if (Configuration?.EnforceWorkGroupConfiguration === true) parts.push(`enforces its output ${output ?? ''}`);
  const cutoff = Configuration?.BytesScannedCutoffPerQuery;
  if (cutoff !== undefined) parts.push(`ends queries that scan more than ${(cutoff / 1e9).toFixed(2)} GB`);
  return `The work group “${Name ?? ''}” is enabled (${parts.join(', ')}).`;
}

function checkWorkGroup(workGroup: Partial<WorkGroup>) {
  if (workGroup.Name === undefined) return notSet('The service cannot be asked for work groups (athena:GetWorkGroup).');
  const engine = workGroup.Configuration?.EngineVersion?.EffectiveEngineVersion;
  if (workGroup.State === 'DISABLED')
    throw new EngineError('misconfigured', `The work group “${workGroup.Name ?? ''}” is disabled.`, {
      wayOut: 'Have it enabled, or choose another one.',
    });
  if (engine !== undefined && /version [12]\b/.test(engine))
    throw new EngineError('misconfigured', `The work group “${workGroup.Name ?? ''}” runs ${engine}.`, {
      wayOut: 'Have it set to Athena engine version 3: the reports need it.',
    });
  return found(describeWorkGroup(workGroup));
}

/** What the service said to the first call, and whether it is about what was asked rather than about how. */
class Refused extends Error {
  constructor(
    readonly explained: EngineError,
    readonly isRequest: boolean,
  ) {
    super(explained.message);
  }
}

/** Without a name where the service does not know the call. Throws {@link Refused}. */
async function getWorkGroup(
  { workgroup, region }: AthenaConnection,
  clients: AwsClients,
  abortSignal: AbortSignal,
): Promise<Partial<WorkGroup>> {
  try {
    const { GetWorkGroupCommand } = await import('@aws-sdk/client-athena');
    const client = await clients.athena();
    const { WorkGroup } = await client.send(new GetWorkGroupCommand({ WorkGroup: workgroup }), { abortSignal });
    return WorkGroup ?? { Name: workgroup };
  } catch (error) {
    if (isUnknownCall(error)) return {};
    const trying = `look up the work group “${workgroup}”`;
    const context: ErrorContext = { trying, action: 'athena:GetWorkGroup', resource: workgroup, region };
    const isRequest = error instanceof Error && error.name === 'InvalidRequestException';
    throw new Refused(explainRemoteError(error, context), isRequest);
  }
}

export async function checkAthena(
  connection: AthenaConnection,
  clients: AwsClients,
  job: Job,
): Promise<readonly ConnectionCheck[]> {
  const { region, endpoint, output, lake, workgroup } = connection;
  let asking: Promise<Partial<WorkGroup>> | null = null;

  /** The first signed call: it also shows whether the credentials are taken and the service is there. */
  const askWorkGroup = () => (asking ??= getWorkGroup(connection, clients, job.signal));

  /** What was refused and is a matter of the step `code` belongs to; null where that step is passed. */
  async function refusal(isOurs: (refused: Refused) => boolean): Promise<EngineError | null> {
    const error = await askWorkGroup().then(
      () => null,
      (reason: unknown) => reason,
    );
    return error instanceof Refused && isOurs(error) ? error.explained : null;
  }

  async function checkCredentials() {
    await clients.credentials.get();
    const refused = await refusal(({ explained }) => explained.code === 'credentials');
    if (refused) throw refused;
    return found(describeCredentials(connection, clients.credentials.expiresAt));
  }

  async function checkReach() {
    const refused = await refusal(
      ({ explained, isRequest }) =>
        explained.code === 'network' ||
        explained.code === 'throttled' ||
        (explained.code === 'misconfigured' && !isRequest),
    );
    if (refused) throw refused;
    const place = output ?? lake;
    if (place !== null)
      await findBucketRegion(clients, connection, readS3Place(place).bucket, job.signal).catch((error: unknown) => {
        // That S3 knows no such bucket is an answer; the step it belongs to says so.
        if (EngineError.from(error).code !== 'not_found') throw error;
      });
    const where = endpoint ?? `the region ${region}`;
    return found(place === null ? `Athena answers (${where}).` : `Athena and S3 answer (${where}).`);
  }

  async function requireWorkGroup(): Promise<Partial<WorkGroup>> {
    try {
      return await askWorkGroup();
    } catch (error) {
      throw error instanceof Refused ? error.explained : error;
    }
  }

  /** What is not known of it does not matter where the connection has an output location. */
  async function workGroupForOutput(): Promise<Partial<WorkGroup>> {
    try {
      return await requireWorkGroup();
    } catch (error) {
      if (output === null || EngineError.from(error).code !== 'access_denied') throw error;
      return { Name: workgroup };
    }
  }

  const ofCatalog = [clients, connection, job.signal] as const;
  return runChecks(
    [
      { id: 'credentials', title: 'Credentials', run: checkCredentials },
      { id: 'reach', title: 'Athena and S3 answer', run: checkReach },
      {
        id: 'workgroup',
        title: 'Work group',
        run: async () => checkWorkGroup(await requireWorkGroup()),
        isOptional: output !== null,
      },
      {
        id: 'output',
        title: 'Output location',
        run: async () => found(await checkOutput(clients, connection, await workGroupForOutput(), job.signal)),
      },
      { id: 'database', title: 'Database', run: () => checkDatabase(...ofCatalog), isOptional: true },
      { id: 'lake', title: 'Published lake', run: () => checkLake(...ofCatalog) },
      { id: 'events', title: 'Table of events', run: () => checkEvents(...ofCatalog) },
    ],
    job,
  );
}
