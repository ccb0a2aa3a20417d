import type { AppInfo, DatasetInfo } from '../../preload/shapes.js';
import { useCall } from '../engine.js';
import { useConnection } from '../state/connection.js';
import { useDataset } from '../state/datasets.js';
import { useStatus } from '../state/status.js';
import { formatDuration, formatNumber } from '../ui/format-number.js';
import classes from './StatusLine.module.css';

/** `42,448,764 rows · 0 rejected · 28 ms · DuckDB 1.5.5`: only what is known of what is shown. */
export function StatusLine() {
  const { state } = useConnection();
  const { result, loading } = useStatus();
  const dataset = useDataset();
  const info = useCall('app.info', {}).data;
  return (
    <footer className={classes.line} role="contentinfo" aria-label="Status">
      {state === 'ready' ? (
        <span>{describe(dataset, result?.elapsedMs ?? null, loading, info)}</span>
      ) : (
        <span>
          {state === 'starting' ? 'The engine is starting' : 'The engine is not there: it is being started again'}
        </span>
      )}
    </footer>
  );
}

function describe(
  dataset: DatasetInfo | undefined,
  ms: number | null,
  loading: boolean,
  info: AppInfo | undefined,
): string {
  const parts: string[] = [];
  if (dataset) {
    parts.push(`${formatNumber(dataset.rows)} rows`, `${formatNumber(dataset.rowsRejected)} rejected`);
    if (dataset.duplicatesDropped && dataset.duplicates > 0)
      parts.push(`${formatNumber(dataset.duplicates)} duplicates dropped`);
  }
  if (loading) parts.push('running');
  else if (ms !== null) parts.push(formatDuration(ms));
  if (info) parts.push(`DuckDB ${info.duckdb}`);
  return parts.join(' · ');
}
