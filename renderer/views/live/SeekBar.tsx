import { memo, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { layOutStrip, type StripMark } from '../../../charts/alert-strip.js';
import { formatMoment } from '../../../charts/format-moment.js';
import { useCall } from '../../engine.js';
import { useFilters } from '../../state/filters.js';
import type { AlertMark } from '../../state/live-picture.js';
import { momentAt, placeOfMoment, type LiveSpan } from '../../state/live-range.js';
import { startPlaying, useLive, type LiveAim } from '../../state/live.js';
import classes from './SeekBar.module.css';

const slots = 240;
const stepPlace = 0.01;
const noMarks: readonly AlertMark[] = [];

interface SeekBarProps {
  readonly aim: LiveAim;
  readonly span: LiveSpan;
}

/** The whole time that is played, with its alerts. A click plays from there: anew, as detection then remembers nothing. */
export function SeekBar({ aim, span }: SeekBarProps) {
  const [{ tz }] = useFilters();
  const strip = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState<number | null>(null);
  const at = useLive(({ picture }) => picture?.frame.at ?? null);
  const startedAt = useLive(({ run }) => run?.from ?? null);
  const isPaused = useLive((state) => state.isPaused);
  const from = placeOfMoment(span, startedAt ?? span.fromMs);
  const here = at === null ? from : placeOfMoment(span, at);

  function seek(place: number) {
    setWanted(null);
    void startPlaying({ ...aim, from: place <= 0 ? span.from : momentAt(span, place) }, { isPaused });
  }

  function placeOf(event: PointerEvent): number {
    const box = strip.current?.getBoundingClientRect();
    return box && box.width > 0 ? Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) : 0;
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowLeft: -stepPlace, ArrowRight: stepPlace, PageDown: -10 * stepPlace, PageUp: 10 * stepPlace }[
      event.key
    ];
    if (step !== undefined) setWanted(Math.min(1, Math.max(0, (wanted ?? here) + step)));
    else if (event.key === 'Home') setWanted(0);
    else if (event.key === 'Enter' && wanted !== null) seek(wanted);
    else if (event.key === 'Escape' && wanted !== null) setWanted(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const shown = wanted ?? here;
  return (
    <div>
      <div
        ref={strip}
        className={classes.strip}
        role="slider"
        tabIndex={0}
        aria-label="Play from"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(100 * shown)}
        aria-valuetext={formatMoment(momentAt(span, shown), tz)}
        onKeyDown={onKeyDown}
        onBlur={() => setWanted(null)}
        onPointerMove={(event) => setWanted(placeOf(event))}
        onPointerLeave={() => setWanted(null)}
        onClick={(event) => seek(placeOf(event as unknown as PointerEvent))}
      >
        <div
          className={classes.played}
          style={{ left: `${100 * from}%`, width: `${100 * Math.max(0, here - from)}%` }}
        />
        <Marks dataset={aim.dataset} span={span} />
        <div className={classes.handle} style={{ left: `${100 * here}%` }} />
        {wanted !== null && <div className={classes.handle} data-wanted style={{ left: `${100 * wanted}%` }} />}
      </div>
      <div className={classes.ends}>
        <span>{formatMoment(span.fromMs, tz)}</span>
        {wanted !== null && (
          <span className={classes.wanted}>
            Play from {formatMoment(momentAt(span, wanted), tz)}: begins anew there
          </span>
        )}
        <span>{formatMoment(span.toMs, tz)}</span>
      </div>
    </div>
  );
}

interface MarksProps {
  readonly dataset: string;
  readonly span: LiveSpan;
}

/** The alerts of this run as they come; before it has any, those of the run before. */
function Marks({ dataset, span }: MarksProps) {
  const isRunning = useLive((state) => state.isRunning);
  const own = useLive(({ picture }) => picture?.marks ?? noMarks);
  const id = useLive(({ summary }) => summary?.id);
  const { fromMs, toMs } = span;
  const page = useCall('alerts.list', isRunning ? null : { dataset, run: id, offset: 0, limit: 1 }).data;
  const marks = useMemo((): readonly StripMark[] => {
    if (own.length > 0) return own.map((mark) => ({ ...mark, alerts: 1 }));
    return (page?.timeline ?? []).map(({ at, severity, alerts }) => ({ atMs: Date.parse(at), severity, alerts }));
  }, [own, page]);
  const bars = useMemo(() => layOutStrip(marks, { fromMs, toMs }, slots), [marks, fromMs, toMs]);
  return <Bars bars={bars} />;
}

const Bars = memo(function Bars({ bars }: { readonly bars: ReturnType<typeof layOutStrip> }) {
  return (
    <svg className={classes.marks} viewBox={`0 0 ${slots} 100`} preserveAspectRatio="none" aria-hidden>
      {bars.map(({ slot, severity, height }) => (
        <rect
          key={slot}
          x={slot + 0.1}
          y={100 - 100 * height}
          width={0.8}
          height={100 * height}
          data-severity={severity}
        />
      ))}
    </svg>
  );
});
