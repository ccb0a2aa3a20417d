/** ListWorkGroups, GetWorkGroup, and where a query of a work group writes. */
import { invalid, needText, page, readObject, readText, type Input } from './athena-input.js';
import type { DoubleWorkGroup } from './options.js';
import type { S3Store } from './s3-store.js';
import { splitUri } from './table-objects.js';

const startedAt = Math.floor(Date.now() / 1000);
export const usualEngine = 'Athena engine version 3';

export function findWorkGroup(groups: readonly DoubleWorkGroup[], name: string): DoubleWorkGroup {
  const group = groups.find((candidate) => candidate.name === name);
  if (group === undefined) throw invalid('WorkGroup is not found.');
  return group;
}

function describeEngine(group: DoubleWorkGroup): object {
  return { SelectedEngineVersion: 'AUTO', EffectiveEngineVersion: group.engineVersion ?? usualEngine };
}

export function listWorkGroups(groups: readonly DoubleWorkGroup[], input: Input): object {
  const { items, token } = page(groups, input, 50);
  return {
    WorkGroups: items.map((group) => ({
      Name: group.name,
      State: group.disabled ? 'DISABLED' : 'ENABLED',
      Description: group.description ?? '',
      CreationTime: startedAt,
      EngineVersion: describeEngine(group),
    })),
    ...(token && { NextToken: token }),
  };
}

export function getWorkGroup(groups: readonly DoubleWorkGroup[], input: Input): object {
  const group = findWorkGroup(groups, needText(input, 'WorkGroup', 1, 128));
  return {
    WorkGroup: {
      Name: group.name,
      State: group.disabled ? 'DISABLED' : 'ENABLED',
      Description: group.description ?? '',
      CreationTime: startedAt,
      Configuration: {
        ResultConfiguration: group.output === undefined ? {} : { OutputLocation: group.output },
        ManagedQueryResultsConfiguration: { Enabled: group.managedResults ?? false },
        EnforceWorkGroupConfiguration: group.enforced ?? false,
        PublishCloudWatchMetricsEnabled: false,
        ...(group.bytesScannedCutoff !== undefined && { BytesScannedCutoffPerQuery: group.bytesScannedCutoff }),
        RequesterPaysEnabled: false,
        EngineVersion: describeEngine(group),
      },
    },
  };
}

/** The folder `s3://bucket/prefix/` of the results; null where Athena keeps them itself. Throws InvalidRequestException. */
export function chooseOutput(group: DoubleWorkGroup, input: Input, store: S3Store, region: string): string | null {
  const asked = readText(readObject(input, 'ResultConfiguration'), 'OutputLocation');
  if (group.managedResults) {
    if (asked !== undefined)
      throw invalid('OutputLocation cannot be set when managed query results are enabled for the workgroup.');
    return null;
  }
  const output = group.enforced ? group.output : (asked ?? group.output);
  if (output === undefined || output === '')
    throw invalid(
      'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
    );
  const { bucket: name } = splitUri(output);
  if (!/^s3:\/\/[a-z0-9][a-z0-9.-]+(\/|$)/.test(output)) throw invalid('outputLocation is not a valid S3 path.');
  const bucket = store.buckets.get(name);
  if (bucket === undefined) throw invalid(`Unable to verify/create output bucket ${name}`);
  if (bucket.region !== region)
    throw invalid(
      'The S3 location provided to save your query results is invalid. Please check your S3 location is correct and is in the same region and try again. If you continue to see the issue, contact customer support for further assistance.',
    );
  return output.replace(/\/?$/, '/');
}
