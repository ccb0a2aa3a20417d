/** What is wrong with a layout, in words: where it stands in the JSON and what should stand there. */
import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : null),
    value,
  );
}

function describe(issue: Issue, layout: unknown): string {
  const { path } = issue;
  const place = path.length === 0 ? 'the layout' : path.map(String).join('.');
  if (path.length > 0 && valueAt(layout, path) === undefined) return `${place} is missing`;
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => `“${key}”`).join(', ');
    return `${place} has what no layout has: ${keys}`;
  }
  if (path[0] === 'columns' && path.length > 1)
    return `${place} is neither a column’s name, nor a position from 1 on, nor a list of names`;
  if (path.join('.') === 'time.form')
    return `${place} is neither text, epoch-seconds, epoch-milliseconds or epoch-microseconds nor a pattern with %`;
  if (issue.code === 'invalid_key') return `${path.slice(0, -1).map(String).join('.')} has an empty word`;
  if (issue.code === 'invalid_value') return `${place} is none of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_type') return `${place} is not ${kinds[issue.expected] ?? issue.expected}`;
  if (place === 'delimiter' || place === 'quote' || issue.code === 'invalid_union')
    return `${place} is not one character`;
  if (issue.code === 'too_small') return `${place} is empty`;
  if (issue.code === 'too_big') return `${place} is longer than ${issue.maximum} characters`;
  return `${place}: ${issue.message}`;
}

/** One clause for each fault of `layout`, in the order of the layout. */
export function describeLayoutFaults(issues: readonly Issue[], layout: unknown): readonly string[] {
  return issues.map((issue) => describe(issue, layout));
}
