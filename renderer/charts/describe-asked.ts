import type { ReportResult } from '../../preload/shapes.js';
import { readParam, readZone } from '../../charts/read-table.js';
import { formatRange } from '../state/range.js';

/** What a result answers, for the foot of a picture: `Oct · 1 – 31 Oct 2019 · UTC · category electronics`. */
export function describeAsked(result: ReportResult): string {
  const { category, brand, exclude_flagged: isWithoutFlagged } = result.params;
  const [from, to] = [readParam(result, 'from'), readParam(result, 'to')];
  const parts = [result.dataset];
  if (from !== '' && to !== '') parts.push(formatRange({ from, to }));
  parts.push(readZone(result));
  if (category !== null && category !== undefined) parts.push(`category ${category || 'unknown'}`);
  if (brand !== null && brand !== undefined) parts.push(`brand ${brand || 'unknown'}`);
  if (isWithoutFlagged === true) parts.push('without flagged users');
  if (result.remote) parts.push(`${result.engine}, ${result.remote.connection}`);
  return parts.join(' · ');
}
