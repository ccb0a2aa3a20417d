import { locale, notKnown } from '../../ui/format-number.js';

/** `$1.25`, `$0.0052`, `under $0.0001`: small sums keep two digits that mean something. */
export function formatUsd(usd: number | null | undefined): string {
  if (usd === null || usd === undefined || !Number.isFinite(usd)) return notKnown;
  if (usd > 0 && usd < 0.0001) return 'under $0.0001';
  const digits = usd === 0 || usd >= 1 ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : {};
  const small = usd > 0 && usd < 1 ? { minimumFractionDigits: 2, maximumFractionDigits: 4 } : digits;
  return `$${usd.toLocaleString(locale, small)}`;
}
