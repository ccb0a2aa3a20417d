import type { AppInfo, DatasetInfo } from '../../preload/shapes.js';
import { useCall } from '../engine.js';
import { useConnection } from '../state/connection.js';
import { useDataset } from '../state/datasets.js';
import { useStatus, type Status } from '../state/status.js';
import { formatDuration, formatNumber } from '../ui/format-number.js';
import classes from './StatusLine.module.css';

/** `42,448,764 rows · 0 rejected · 28 ms · DuckDB 1.5.5`: only what is known of what is shown. */
export function StatusLine() {
  const { state } = useConnection();
  const status = useStatus();
  const dataset = useDataset();
  const info = useCall('app.info', {}).data;
  return (
    <footer className={classes.line} role="contentinfo" aria-label="Status">
      {state === 'ready' ? (
        <span>{describe(dataset, status, info)}</span>
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
  { result, loading, elsewhere = null }: Status,
  info: AppInfo | undefined,
): string {
  const parts: string[] = [];
  const remote = result?.remote;
  // What an engine elsewhere reads is not the dataset of this machine.
  if (dataset && !remote && elsewhere === null) {
    parts.push(`${formatNumber(dataset.rows)} rows`, `${formatNumber(dataset.rowsRejected)} rejected`);
    if (dataset.duplicatesDropped && dataset.duplicates > 0)
      parts.push(`${formatNumber(dataset.duplicates)} duplicates dropped`);
  }
  if (loading) parts.push('running');
  else if (result)
    parts.push(formatDuration(remote?.totalMs ?? result.elapsedMs), ...(result.kept ? ['kept answer'] : []));
  if (result && remote) parts.push(result.engine, remote.connection);
  else if (elsewhere !== null) parts.push(loading ? elsewhere : `${elsewhere}, not asked yet`);
  else if (info) parts.push(`DuckDB ${info.duckdb}`);
  return parts.join(' · ');
}
