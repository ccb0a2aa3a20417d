/** Queries that an engine accepted and did not finish: its reason, and the line where it says one. */
import { either, named, saying, type ErrorRule } from './error-rule.js';

export const queryRules: readonly ErrorRule[] = [
  {
    fits: either(saying(/Query cancell?ed by user|Query was cancell?ed/i), named('USER_CANCELED')),
    say: () => ({
      code: 'cancelled',
      what: 'the query was stopped, here or by somebody else in the account.',
      wayOut: 'Ask again.',
    }),
  },
  {
    fits: either(
      saying(/exhausted resources|insufficient resources|out of memory/i),
      named('EXCEEDED_LOCAL_MEMORY_LIMIT', 'EXCEEDED_GLOBAL_MEMORY_LIMIT', 'CLUSTER_OUT_OF_MEMORY'),
    ),
    say: ({ text }) => ({
      code: 'query_failed',
      what: `the engine had not enough memory for it. ${text}`,
      wayOut: 'Choose a shorter range of days, or try again when less is running there.',
    }),
  },
  {
    fits: either(saying(/Query timeout|exceeded (?:the )?maximum (?:time|run)/i), named('EXCEEDED_TIME_LIMIT')),
    say: ({ text }) => ({
      code: 'query_failed',
      what: `the query took longer than the engine allows. ${text}`,
      wayOut: 'Choose a shorter range of days.',
    }),
  },
  {
    fits: saying(/HIVE_(?:BAD_DATA|CURSOR_ERROR|PARTITION_SCHEMA_MISMATCH|UNKNOWN_ERROR|INVALID_METADATA)/),
    say: ({ text }) => ({
      code: 'query_failed',
      what: `the engine cannot read the table’s files as the table says they are. ${text}`,
      wayOut: 'Publish the dataset again, or look at the attached table’s columns and their types.',
    }),
  },
  {
    fits: either(
      saying(/\bline \d+:\d+/),
      named('SYNTAX_ERROR', 'TYPE_MISMATCH', 'COLUMN_NOT_FOUND', 'FUNCTION_NOT_FOUND', 'InvalidRequest'),
    ),
    say: ({ text }) => ({
      code: 'query_failed',
      what: text,
      wayOut: 'The reason is the engine’s own. Check that the tables are as the connection says they are.',
    }),
  },
];
