/** What a connection names and is not there: output, work group, bucket, object, database, table. */
import { either, named, quoted, saying, type ErrorRule } from './error-rule.js';

export const settingRules: readonly ErrorRule[] = [
  {
    fits: named('UnknownOperation', 'NotImplemented', 'InvalidAction'),
    say: (_facts, { action }) => ({
      code: 'misconfigured',
      what: `the service does not know this call${action === undefined ? '' : ` (${action})`}.`,
      wayOut: 'Check the connection’s address (endpoint): not every service that speaks like AWS has all calls.',
    }),
  },
  {
    fits: saying(/No output location provided/i),
    say: () => ({
      code: 'misconfigured',
      what: 'nothing says where results are to be written.',
      wayOut: 'Give the connection an output location (s3://bucket/prefix/), or set one in the work group.',
    }),
  },
  {
    fits: saying(/(?:Unable to verify\/create output bucket|output bucket) "?([a-z0-9][\w.-]*\w)?/i),
    say: (_facts, { region }, [, bucket]) => ({
      code: 'misconfigured',
      what: `the bucket for results${bucket === undefined ? '' : ` “${bucket}”`} is not there, or may not be looked at.`,
      wayOut: `Name a bucket in the region ${region ?? 'of the connection'} that exists, and allow s3:GetBucketLocation on it.`,
      details: { action: 's3:GetBucketLocation', ...(bucket !== undefined && { resource: bucket }) },
    }),
  },
  {
    fits: saying(/S3 location provided to save your query results is invalid/i),
    say: (_facts, { region }) => ({
      code: 'misconfigured',
      what: 'results cannot be written to the output location: its bucket is missing, or in another region.',
      wayOut: `Name an output location in a bucket of the region ${region ?? 'of the connection'}.`,
    }),
  },
  {
    fits: saying(/WorkGroup\s+"?([\w.-]*?)"?\s*(?:is )?(not found|disabled|DISABLED)/i),
    say: (_facts, { region, resource }, [, name, how]) => ({
      code: 'misconfigured',
      what: `the work group ${quoted(name === 'is' ? resource : name || resource, 'of the connection')} ${
        how?.toLowerCase() === 'disabled'
          ? 'is disabled'
          : `does not exist in the region ${region ?? 'of the connection'}`
      }.`,
      wayOut:
        how?.toLowerCase() === 'disabled'
          ? 'Have it enabled, or choose another one.'
          : 'Choose one that exists, or another region.',
    }),
  },
  {
    fits: either(named('NoSuchBucket'), saying(/The specified bucket does not exist/i)),
    say: (_facts, { resource }) => ({
      code: 'not_found',
      what: `there is no bucket ${quoted(resource, 'of this name')}.`,
      wayOut: 'Check the bucket’s name, and the connection’s endpoint.',
      details: resource === undefined ? {} : { resource },
    }),
  },
  {
    fits: named('InvalidObjectState'),
    say: (_facts, { resource }) => ({
      code: 'not_found',
      what: `${quoted(resource, 'the object')} lies in an archive (Glacier).`,
      wayOut: 'Have it restored first, and try again when that is done.',
    }),
  },
  {
    fits: either(
      saying(/(?:Database|Schema) '?"?([\w.$-]+)'?"? (?:not found|does not exist)/i),
      named('SCHEMA_NOT_FOUND', 'CATALOG_NOT_FOUND'),
      saying(/Catalog '?"?[\w.$-]+'?"? (?:not found|does not exist)/i),
    ),
    say: ({ text }, _context, [, database]) => ({
      code: 'not_found',
      what: database === undefined ? text : `there is no database “${database}”.`,
      wayOut: 'Check the catalog and the database (at a Trino the schema) that the connection names.',
    }),
  },
  {
    fits: either(saying(/Table '?"?([\w.$-]+)'?"? (?:not found|does not exist)/i), named('TABLE_NOT_FOUND')),
    say: ({ text }, _context, [, table]) => ({
      code: 'not_found',
      what: table === undefined ? text : `there is no table “${table}”.`,
      wayOut: 'Publish the dataset again, or attach the table that holds the events.',
    }),
  },
  {
    fits: either(
      named('NoSuchKey', 'NotFound', 'EntityNotFound', 'NoSuchUpload', 'ResourceNotFound'),
      ({ status }) => status === 404,
    ),
    say: (_facts, { resource }) => ({
      code: 'not_found',
      what: `${quoted(resource, 'what was asked for')} is not there.`,
      wayOut: 'Check the address; what was listed a while ago may be gone.',
      details: resource === undefined ? {} : { resource },
    }),
  },
];
