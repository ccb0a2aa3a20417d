/** The line of a sparkline as SVG path data; a value that is not known is a gap. From zero to the largest value. */
export function sparklinePath(values: readonly (number | null)[], width: number, height: number): string {
  const largest = Math.max(0, ...values.map((value) => value ?? 0));
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  const parts: string[] = [];
  values.forEach((value, at) => {
    if (value === null) return;
    const x = (at * step).toFixed(1);
    const y = (largest === 0 ? height : height - (value / largest) * height).toFixed(1);
    const isStart = at === 0 || values[at - 1] === null || values[at - 1] === undefined;
    parts.push(`${isStart ? 'M' : 'L'}${x} ${y}`);
  });
  return parts.join('');
}
