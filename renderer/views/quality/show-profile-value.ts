import type { ColumnProfile, ProfileBar } from '../../../preload/shapes.js';
import { formatCell, formatNumber } from '../../ui/format-number.js';

/** A value as people read it: times without their letters, money with two decimals or more, the empty text named. */
export function showProfileValue(type: ColumnProfile['type'], value: string): string {
  if (value === '') return '(empty text)';
  if (type === 'time') return formatCell(value, { name: '', title: '', type: 'time', unit: '' });
  if (type === 'money' && /^-?\d+\.\d\d$/.test(value)) return formatNumber(Number(value), 'money');
  return value;
}

function showEdge(type: ColumnProfile['type'], edge: string | number): string {
  return typeof edge === 'number' ? formatNumber(edge, 'money') : showProfileValue(type, edge);
}

/** Whether values lie beyond the bars, which the outermost then hold too. */
function liesBeyond({ type, min, max }: ColumnProfile, first: ProfileBar, last: ProfileBar) {
  const toNumber = (value: string | number) => (type === 'time' ? Date.parse(String(value)) : Number(value));
  if (min === null || max === null || first.from === last.to) return { below: false, above: false };
  return { below: toNumber(min) < toNumber(first.from), above: toNumber(max) >= toNumber(last.to) };
}

/** What each bar says: from where to where, how many rows, of the outermost also what lies beyond. */
export function describeBars(bars: readonly ProfileBar[], column: ColumnProfile): readonly string[] {
  const [first, last] = [bars[0], bars.at(-1)];
  if (first === undefined || last === undefined) return [];
  const { below, above } = liesBeyond(column, first, last);
  const [allBelow, allAbove] = column.type === 'time' ? ['all before', 'all after'] : ['all below', 'all above'];
  return bars.map((bar) => {
    const [from, to] = [showEdge(column.type, bar.from), showEdge(column.type, bar.to)];
    const beyond = [bar === first && below && allBelow, bar === last && above && allAbove].filter(Boolean);
    const span = from === to ? from : `${from} – ${to}`;
    const share = formatNumber(column.rows === 0 ? null : bar.rows / column.rows, 'share');
    return `${span}${beyond.length > 0 ? ` and ${beyond.join(' and ')}` : ''}: ${formatNumber(bar.rows)} rows, ${share}`;
  });
}
