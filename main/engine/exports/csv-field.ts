/** One field of a CSV file after RFC 4180, with a guard against texts that a spreadsheet would run as a formula. */

const formulaStart = /^[=+\-@\t\r]/;
const number = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const needsQuotes = /[",\r\n]/;

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/**
 * Puts `'` before a text that begins with `=`, `+`, `-`, `@`, a tab or a carriage return, unless all of it is a number:
 * `-5` and `+3.2e1` stay as they are. After OWASP's "CSV Injection".
 */
export function guardFormula(text: string): string {
  return formulaStart.test(text) && !number.test(text) ? `'${text}` : text;
}

/** A text as a field. Null is an empty field, the empty text a quoted one, so that the two can be told apart. */
export function textField(text: string | null): string {
  if (text === null) return '';
  const guarded = guardFormula(text);
  return guarded === '' || needsQuotes.test(guarded) ? quote(guarded) : guarded;
}

/** A number in the fewest digits that read back as the same double; not known is an empty field. */
export function numberField(value: number): string {
  return Number.isFinite(value) ? String(value) : '';
}
