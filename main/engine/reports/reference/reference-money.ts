/** Money as whole ten-thousandths, so that sums are exact. */

/** Ten-thousandths of a decimal text, `-1.5` -> -15000n. Throws on anything that is not such a number. */
export function toUnits(price: string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d{1,4}))?$/.exec(price);
  if (!match) throw new Error(`not a price: ${price}`);
  const units = BigInt((match[2] ?? '') + (match[3] ?? '').padEnd(4, '0'));
  return match[1] === '-' ? -units : units;
}

/** "Nothing to sum is 0." */
export function sumUnits(prices: readonly string[]): bigint {
  return prices.reduce((sum, price) => sum + toUnits(price), 0n);
}

export function toMoney(units: bigint): number {
  return Number(units) / 10_000;
}
