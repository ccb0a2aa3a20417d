/** What is said above the first charts of files: what they are made of, and what they are worth. */
import type { EarlyAnswers, FilesPreview } from '../../../preload/contract.js';
import { formatCount, formatNumber } from '../../ui/format-number.js';

const leastShare = 0.001;

function formatShare(share: number): string {
  return share < leastShare ? `under ${formatNumber(leastShare, 'share')}` : `about ${formatNumber(share, 'share')}`;
}

/** `Preview from a sample of 123,758 rows, about 0.3% of the file.` */
export function describePreview({ rows, share, isOfBeginnings }: FilesPreview, fileCount: number): string {
  const file = fileCount === 1 ? 'the file' : 'the files';
  if (share === 1) return `Preview from all of ${file}: ${formatCount(rows, 'row')} can be loaded.`;
  if (isOfBeginnings)
    return `Preview from the beginning of ${file}, ${formatCount(rows, 'row')}, ${formatShare(share)}: later days may be missing.`;
  return `Preview from a sample of ${formatCount(rows, 'row')}, ${formatShare(share)} of ${file}.`;
}

/** `Exact: all 42,448,764 rows of the file, counted by the scan.` */
export function describeEarly({ rows, answers }: EarlyAnswers, fileCount: number): string {
  const sound = (answers[0]?.datasetRejected ?? 0) > 0 ? ' that can be loaded' : '';
  return `Exact: all ${formatCount(rows, 'row')} of ${fileCount === 1 ? 'the file' : 'the files'}${sound}, counted by the scan.`;
}
