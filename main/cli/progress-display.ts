/** Progress on standard error: a bar that is redrawn on a terminal, an occasional line elsewhere. */
import { formatMinutes, formatShort, formatValue } from '../../charts/format-value.js';
import type { Progress } from '../../preload/contract.js';
import { sizeText } from './size-text.js';
import type { TextStream } from './surroundings.js';

export interface ProgressDisplay {
  show(progress: Progress): void;
  /** Takes the bar away, so that what is printed next begins on a clean line. */
  clear(): void;
}

const barWidth = 24;
const redrawMs = 100;
const lineMs = 10_000;
const eraseLine = '\r\x1b[2K';

function shareOf({ done, total }: Progress): number | null {
  return total === null || total <= 0 ? null : Math.min(1, Math.max(0, done / total));
}

/** `43%, 18.2M rows, 120 MB/s, 1 min 12 s left`: what is known of it. */
function describe(progress: Progress): readonly string[] {
  const { unit, done, rows, bytesPerSecond, secondsLeft } = progress;
  const share = shareOf(progress);
  const count = rows ?? (unit === 'rows' ? done : undefined);
  return [
    share === null ? null : `${Math.floor(share * 100)}%`,
    count === undefined || count === 0 ? null : `${formatShort(count, '')} rows`,
    bytesPerSecond ? `${sizeText(bytesPerSecond)}/s` : null,
    share === null && unit !== 'rows' && unit !== 'steps' && done > 0 ? `${formatValue(done, '')} ${unit}` : null,
    secondsLeft === null || secondsLeft === undefined ? null : `${formatMinutes(secondsLeft / 60)} left`,
  ].filter((part) => part !== null);
}

function drawBar(progress: Progress): string {
  const share = shareOf(progress);
  const filled = share === null ? 0 : Math.round(share * barWidth);
  const bar = share === null ? '' : `${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)}  `;
  return `${progress.phase}  ${bar}${describe(progress).join('  ')}`;
}

/** `nowMs` is the clock. Nothing is shown when `quiet`. */
export function createProgressDisplay(
  stream: TextStream,
  options: { readonly quiet: boolean; readonly dumb: boolean; readonly nowMs?: () => number },
): ProgressDisplay {
  const { quiet, dumb, nowMs = Date.now } = options;
  if (quiet) return { show: () => undefined, clear: () => undefined };
  const redraws = stream.isTTY === true && !dumb;
  let shownMs = nowMs();
  let phase = '';
  let visible = false;

  return {
    show(progress) {
      const waited = nowMs() - shownMs;
      if (redraws) {
        if (waited < redrawMs) return;
        const line = drawBar(progress).slice(0, (stream.columns ?? 80) - 1);
        stream.write(`${eraseLine}${line}`);
        visible = true;
      } else {
        const isNew = progress.phase !== phase;
        if (!isNew && waited < lineMs) return;
        stream.write(`${[progress.phase, ...(isNew ? [] : describe(progress))].join(', ')}\n`);
        phase = progress.phase;
      }
      shownMs = nowMs();
    },
    clear() {
      if (visible) stream.write(eraseLine);
      visible = false;
    },
  };
}
