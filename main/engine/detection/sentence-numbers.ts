/** Numbers as they stand in the sentences of alerts. */

/** Thousands apart, at most `digits` after the point, no nought at the end. */
export function writeNumber(value: number, digits = 0): string {
  const [whole = '', fraction = ''] = Math.abs(value).toFixed(digits).split('.');
  const kept = fraction.replace(/0+$/, '');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (kept === '' ? '' : `.${kept}`);
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** `1 event`, `34 events`, `1,200 events`. */
export function writeCount(count: number, one: string, many = `${one}s`): string {
  return `${writeNumber(count)} ${count === 1 ? one : many}`;
}

/** A length of time as people say it: `41 s`, `12 min`, `3.5 h`, `4.2 days`. */
export function writeSpan(seconds: number): string {
  if (seconds < 120) return `${writeNumber(seconds)} s`;
  if (seconds < 7200) return `${writeNumber(seconds / 60)} min`;
  if (seconds < 172_800) return `${writeNumber(seconds / 3600, 1)} h`;
  return `${writeNumber(seconds / 86_400, 1)} days`;
}
