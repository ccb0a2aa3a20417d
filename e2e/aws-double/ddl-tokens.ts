/** The words of a statement, and a cursor over them. */
import { AwsError } from './aws-error.js';

export interface Token {
  /** `name`: in backticks or double quotation marks, which are taken off, as those of a `text` are. */
  readonly type: 'word' | 'name' | 'text' | 'number' | 'sign';
  readonly text: string;
  /** Position in the statement. */
  readonly at: number;
  readonly end: number;
}

export function tokenize(sql: string): readonly Token[] {
  const pattern =
    /--[^\n]*|\/\*.*?\*\/|\s+|`((?:[^`]|``)*)`|"((?:[^"]|"")*)"|'((?:[^']|'')*)'|([A-Za-z_][\w$]*)|(\d+(?:\.\d+)?)|(.)/gsu;
  const tokens: Token[] = [];
  for (const match of sql.matchAll(pattern)) {
    const [whole, backticked, quoted, text, word, number, sign] = match;
    const span = { at: match.index, end: match.index + whole.length };
    if (backticked !== undefined) tokens.push({ type: 'name', text: backticked.replaceAll('``', '`'), ...span });
    else if (quoted !== undefined) tokens.push({ type: 'name', text: quoted.replaceAll('""', '"'), ...span });
    else if (text !== undefined) tokens.push({ type: 'text', text: text.replaceAll("''", "'"), ...span });
    else if (word !== undefined) tokens.push({ type: 'word', text: word, ...span });
    else if (number !== undefined) tokens.push({ type: 'number', text: number, ...span });
    else if (sign !== undefined) tokens.push({ type: 'sign', text: sign, ...span });
  }
  return tokens;
}

export interface Cursor {
  readonly sql: string;
  readonly token: Token | undefined;
  /** Whether the next words are these; moves behind them where they are. */
  accept(...words: readonly string[]): boolean;
  expect(...words: readonly string[]): void;
  next(): Token;
  /** A word or a quoted name, in lower case. */
  name(): string;
  /** A text literal: 'x' or, as Hive allows, "x". */
  text(): string;
  /** Refuses what stands here. */
  refuse(expected: string): AwsError;
  /** Refuses what follows. */
  end(): void;
}

export function malformed(message: string): AwsError {
  return new AwsError('InvalidRequestException', message, 400, { fields: { AthenaErrorCode: 'MALFORMED_QUERY' } });
}

/** `line 1:8`, counted from one. */
export function place(sql: string, at: number): string {
  const before = sql.slice(0, at).split('\n');
  return `line ${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

export function createCursor(sql: string, tokens: readonly Token[] = tokenize(sql)): Cursor {
  let at = 0;
  const refuse = (expected: string) => {
    const token = tokens[at];
    return malformed(
      `${place(sql, token?.at ?? sql.length)}: mismatched input '${token?.text ?? '<EOF>'}'. Expecting: ${expected}`,
    );
  };
  const cursor: Cursor = {
    sql,
    get token() {
      return tokens[at];
    },
    accept(...words) {
      const fits = words.every((word, index) => {
        const token = tokens[at + index];
        return (token?.type === 'word' || token?.type === 'sign') && token.text.toUpperCase() === word;
      });
      if (fits) at += words.length;
      return fits;
    },
    expect(...words) {
      if (!cursor.accept(...words)) throw refuse(words.map((word) => `'${word}'`).join(' '));
    },
    next() {
      const token = tokens[at];
      if (token === undefined) throw refuse('more');
      at += 1;
      return token;
    },
    name() {
      const token = tokens[at];
      if (token?.type !== 'word' && token?.type !== 'name') throw refuse('<identifier>');
      at += 1;
      return token.text.toLowerCase();
    },
    text() {
      const token = tokens[at];
      if (token?.type !== 'text' && token?.type !== 'name') throw refuse('<string>');
      at += 1;
      return token.text;
    },
    refuse,
    end() {
      cursor.accept(';');
      if (tokens[at] !== undefined) throw refuse('<EOF>');
    },
  };
  return cursor;
}
