/** Reads the members of a call's JSON. Throws InvalidRequestException. */
import { AwsError } from './aws-error.js';

export type Input = Readonly<Record<string, unknown>>;

export function invalid(message: string, code = 'INVALID_INPUT'): AwsError {
  return new AwsError('InvalidRequestException', message, 400, { fields: { AthenaErrorCode: code } });
}

function violates(member: string, value: unknown, rule: string): AwsError {
  return invalid(
    `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: ${rule}`,
  );
}

export function readText(input: Input, member: string): string | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw violates(member, value, 'Member must be a string');
  return value;
}

/** A text that must be there, of `low` to `high` characters. */
export function needText(input: Input, member: string, low = 1, high = 1024): string {
  const value = readText(input, member);
  if (value === undefined) throw violates(member, null, 'Member must not be null');
  if (value.length < low) throw violates(member, value, `Member must have length greater than or equal to ${low}`);
  if (value.length > high)
    throw violates(member, value.slice(0, 40), `Member must have length less than or equal to ${high}`);
  return value;
}

export function readObject(input: Input, member: string): Input {
  const value = input[member];
  return typeof value === 'object' && value !== null ? (value as Input) : {};
}

export function readTexts(input: Input, member: string): readonly string[] | undefined {
  const value = input[member];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string'))
    throw violates(member, value, 'Member must be a list of strings');
  return value as readonly string[];
}

export function readLimit(input: Input, high: number): number {
  const value = input['MaxResults'];
  if (value === undefined || value === null) return high;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1)
    throw violates('maxResults', value, 'Member must have value greater than or equal to 1');
  if (value > high) throw violates('maxResults', value, `Member must have value less than or equal to ${high}`);
  return value;
}

/** One page of a list; the token is the place in it. */
export function page<T>(
  all: readonly T[],
  input: Input,
  high: number,
): { readonly items: readonly T[]; readonly token?: string } {
  const limit = readLimit(input, high);
  const token = readText(input, 'NextToken');
  const from =
    token === undefined ? 0 : Number(/^page-(\d+)$/.exec(Buffer.from(token, 'base64').toString())?.[1] ?? NaN);
  if (Number.isNaN(from)) throw invalid('NextToken is not valid.');
  const items = all.slice(from, from + limit);
  const end = from + items.length;
  return end < all.length ? { items, token: Buffer.from(`page-${end}`).toString('base64') } : { items };
}
