/** Puts the literals of ExecutionParameters where the `?` are. */
import { invalid } from './athena-input.js';
import { tokenize } from './ddl-tokens.js';

/** Each must be one literal: a text, a number, true, false, null, a typed literal or a CAST of one. */
const literal =
  /^\s*(?:'(?:[^']|'')*'|[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?|[+-]?\.\d+|true|false|null|(?:date|timestamp|decimal|double|bigint)\s+'(?:[^']|'')*'|cast\s*\(\s*(?:'(?:[^']|'')*'|[\d.eE+-]+)\s+as\s+[\w(), ]+\))\s*$/i;

/** Throws InvalidRequestException where there are more or fewer than places, or one is no literal. */
export function writeParameters(sql: string, parameters: readonly string[]): string {
  const bad = parameters.find((text) => !literal.test(text));
  if (bad !== undefined)
    throw invalid(
      `line 1:1: mismatched input '${bad}'. Expecting: a literal as execution parameter`,
      'MALFORMED_QUERY',
    );
  const places = tokenize(sql).filter(({ type, text }) => type === 'sign' && text === '?');
  if (places.length !== parameters.length)
    throw invalid(
      `Incorrect number of parameters: expected ${places.length} but found ${parameters.length}`,
      'MALFORMED_QUERY',
    );
  let at = 0;
  const parts = places.map((place, index) => {
    const before = sql.slice(at, place.at);
    at = place.end;
    return `${before}${parameters[index]?.trim() ?? ''}`;
  });
  return parts.join('') + sql.slice(at);
}
