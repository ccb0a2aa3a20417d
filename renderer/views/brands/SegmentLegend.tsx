import { readTexts } from '../../../charts/read-table.js';
import { segmentMeaning, segmentNames, segments } from '../../../charts/segment-words.js';
import type { ReportResult } from '../../../preload/shapes.js';
import { useChartTheme } from '../../charts/use-chart-theme.js';
import { formatNumber } from '../../ui/format-number.js';
import classes from './SegmentLegend.module.css';

/** The four segments in sentences, with how many brands each has. */
export function SegmentLegend({ result }: { readonly result: ReportResult }) {
  const theme = useChartTheme();
  const named = readTexts(result, 'segment');
  return (
    <dl className={classes.list} aria-label="What the segments mean">
      {segments.map((segment) => (
        <div key={segment}>
          <dt>
            <span className={classes.swatch} style={{ background: theme.segments[segment] }} aria-hidden />
            {segmentNames[segment]}: {formatNumber(named.filter((name) => name === segment).length)}
          </dt>
          <dd>{segmentMeaning[segment]}</dd>
        </div>
      ))}
    </dl>
  );
}
