/** Numbers as people read them, by the unit that a column names. Nothing known is “–”. */

const missing = '–';
const formats = new Map<string, Intl.NumberFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (found === undefined) formats.set(key, (found = new Intl.NumberFormat(locale, options)));
  return found;
}

/** The wanted locale where numbers can be written in it: on a bare POSIX system a browser names one that is none (`en-US@posix`). */
export function chooseLocale(wanted: string | undefined): string {
  try {
    return Intl.NumberFormat(wanted).resolvedOptions().locale;
  } catch {
    return 'en-US';
  }
}

function isKnown(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** One decimal and a percent sign; two significant digits where one decimal would say 0. */
function formatShare(value: number, locale: string): string {
  const small = value !== 0 && Math.abs(value) < 0.001;
  return numberFormat(locale, {
    style: 'percent',
    ...(small ? { maximumSignificantDigits: 2 } : { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
  }).format(value);
}

function joinDuration(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

/** Minutes as the two largest units: `40 s`, `12 min`, `3 h 20 min`, `2 d 4 h`. */
export function formatMinutes(minutes: number | null | undefined): string {
  if (!isKnown(minutes)) return missing;
  if (minutes < 1) return `${Math.round(minutes * 60)} s`;
  const whole = Math.round(minutes);
  if (whole < 10) {
    const seconds = Math.round(minutes * 60);
    return joinDuration(Math.floor(seconds / 60), 'min', seconds % 60, 's');
  }
  if (whole < 60) return `${whole} min`;
  if (whole < 2880) return joinDuration(Math.floor(whole / 60), 'h', whole % 60, 'min');
  const hours = Math.round(minutes / 60);
  return joinDuration(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** The exact figure, as far as people read it: money two decimals, shares one decimal and %, counts whole. */
export function formatValue(value: number | null | undefined, unit: string, locale = 'en-US'): string {
  if (!isKnown(value)) return missing;
  switch (unit) {
    case 'share':
      return formatShare(value, locale);
    case 'money':
      return numberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
    case 'minutes':
      return formatMinutes(value);
    case 'index':
      return numberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(value);
    case 'lift':
    case 'ratio':
      return numberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(value);
    default:
      return numberFormat(locale, { maximumFractionDigits: Math.abs(value) < 10 ? 2 : 1 }).format(value);
  }
}

/** Units whose exact form is short enough for a headline. */
const ownDigits = new Set(['share', 'minutes', 'index', 'lift', 'ratio']);

/** Three significant digits for headlines and labels (`12.3M`); shares, minutes and indices as {@link formatValue}. */
export function formatShort(value: number | null | undefined, unit: string, locale = 'en-US'): string {
  if (!isKnown(value)) return missing;
  if (ownDigits.has(unit)) return formatValue(value, unit, locale);
  if (Math.abs(value) < 1000)
    return unit === 'money' && value !== 0 ? formatValue(value, unit, locale) : formatValue(value, '', locale);
  return numberFormat(locale, {
    notation: 'compact',
    minimumSignificantDigits: 3,
    maximumSignificantDigits: 3,
  }).format(value);
}

/** Labels of an axis: as short as the tick allows. */
export function formatTick(value: number, unit: string, locale = 'en-US'): string {
  if (unit === 'share') return numberFormat(locale, { style: 'percent', maximumSignificantDigits: 3 }).format(value);
  return numberFormat(locale, { notation: 'compact', maximumSignificantDigits: 4 }).format(value);
}

/** The difference of two shares: `−0.4 pts`; two decimals where one would say 0. */
function formatPoints(points: number, locale: string): string {
  const digits = points !== 0 && Math.abs(points) < 0.095 ? 2 : 1;
  const text = numberFormat(locale, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(points);
  return `${text.replace('-', '−')} pts`;
}

/**
 * A change against a number before it, with its sign: `+12.3%`, `−4.0%`; of a share the difference in points, as a
 * percentage of a percentage reads like one. `–` where there is nothing to compare with.
 */
export function formatChange(now: number | null, before: number | null, unit = '', locale = 'en-US'): string {
  if (!isKnown(now) || !isKnown(before)) return missing;
  if (unit === 'share') return formatPoints(100 * (now - before), locale);
  if (before === 0) return missing;
  return numberFormat(locale, {
    style: 'percent',
    signDisplay: 'exceptZero',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  })
    .format(now / before - 1)
    .replace('-', '−');
}
