/**
 * exp, ln and the normal quantile from + − × ÷ and the square root alone. IEEE 754 fixes those bit by bit, while
 * Math.exp and its like differ between versions of V8: with these the same seed gives the same bytes everywhere.
 */
export function exp(x: number): number {
  let halvings = 0;
  let small = x;
  while (small > 1 / 64 || small < -1 / 64) {
    small /= 2;
    halvings += 1;
  }
  let term = 1;
  let sum = 1;
  for (let k = 1; k <= 9; k += 1) {
    term *= small / k;
    sum += term;
  }
  for (; halvings > 0; halvings -= 1) sum *= sum;
  return sum;
}

/** Natural logarithm of a positive number. */
export function ln(x: number): number {
  const ln2 = 0.6931471805599453;
  let mantissa = x;
  let exponent = 0;
  for (; mantissa >= 1.5; mantissa /= 2) exponent += 1;
  for (; mantissa < 0.75; mantissa *= 2) exponent -= 1;
  const y = (mantissa - 1) / (mantissa + 1);
  let power = y;
  let sum = 0;
  for (let k = 1; k <= 33; k += 2) {
    sum += power / k;
    power *= y * y;
  }
  return 2 * sum + exponent * ln2;
}

export function power(base: number, exponent: number): number {
  return exp(exponent * ln(base));
}

/** The standard normal's quantile at 0 < p < 1, after P. J. Acklam (relative error under 1.15e-9). */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p < 0.02425) {
    const q = Math.sqrt(-2 * ln(p));
    return (
      (((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) * q +
        4.374664141464968) *
        q +
        2.938163982698783) /
      ((((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q + 1)
    );
  }
  const q = p - 0.5;
  const r = q * q;
  return (
    ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
      2.506628277459239) *
      q) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
      1)
  );
}
