/** Whom alerts on this machine flag, as a relation of a text that runs elsewhere. */
import { toSqlLiteral } from '../sql-literal.js';

/** What an id may be in a table of whole numbers; `007` is a text. */
const isNumber = (id: string) => /^(0|[1-9]\d{0,18})$/.test(id) && BigInt(id) <= 9_223_372_036_854_775_807n;

export interface FlaggedUsersForm {
  /** Whether `events.user_id` is a text. */
  readonly hasTextUsers: boolean;
  /** Whether there is the table `user_words`, which gives texts their codes. */
  readonly hasWords: boolean;
}

function listText(ids: readonly string[]): string {
  return `(VALUES ${ids.map((id) => `(${id})`).join(', ')}) AS f (id)`;
}

/** `user_id` of the users, who are given as they are written. No `?`. */
export function flaggedUsersText(users: ReadonlySet<string>, { hasTextUsers, hasWords }: FlaggedUsersForm): string {
  const ids = [...users].sort();
  const numbers = hasTextUsers ? [] : ids.filter(isNumber);
  const texts = hasTextUsers ? ids : hasWords ? ids.filter((id) => !isNumber(id)) : [];
  const type = hasTextUsers ? 'varchar' : 'bigint';
  const parts: string[] = [];
  if (numbers.length > 0) parts.push(`SELECT CAST(f.id AS bigint) AS user_id FROM ${listText(numbers)}`);
  if (texts.length > 0) {
    const written = listText(texts.map(toSqlLiteral));
    parts.push(
      hasTextUsers
        ? `SELECT CAST(f.id AS varchar) AS user_id FROM ${written}`
        : `SELECT w.code AS user_id FROM user_words w JOIN ${written} ON f.id = w.word`,
    );
  }
  if (parts.length === 0) return `SELECT CAST(v.id AS ${type}) AS user_id FROM (VALUES (0)) AS v (id) WHERE false`;
  return parts.join('\nUNION ALL\n');
}
