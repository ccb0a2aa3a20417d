import { useCall } from '../../engine.js';
import { useDataset } from '../../state/datasets.js';
import { useFilters } from '../../state/filters.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { formatCount, formatNumber } from '../../ui/format-number.js';
import { Page, Panel } from '../../ui/Page.js';
import { CheckList } from './CheckList.js';
import { ColumnProfiles } from './ColumnProfiles.js';
import { PublishedFigures } from './PublishedFigures.js';
import { Rejects } from './Rejects.js';
import classes from './QualityScreen.module.css';

/** What is odd in the data and why it matters; the published figures beside the actual ones; what the columns hold; what was rejected. */
export function QualityScreen() {
  const [{ dataset: name }] = useFilters();
  const dataset = useDataset();
  const quality = useCall('quality.get', name === null ? null : { dataset: name });
  return (
    <Page title={dataset ? `Quality of ${dataset.name}` : 'Quality'}>
      {dataset && (
        <p className={classes.counts}>
          {formatCount(dataset.rowsRead, 'row')} read = {formatNumber(dataset.rows)} loaded +{' '}
          {formatNumber(dataset.rowsRejected)} rejected
          {dataset.duplicatesDropped && ` + ${formatNumber(dataset.duplicates)} duplicates dropped`}
          {', from '}
          {formatCount(dataset.files.length, 'file')}
          {dataset.rowsIgnored > 0 && `; ${formatCount(dataset.rowsIgnored, 'row')} of other event types ignored`}
        </p>
      )}
      {quality.error && <ErrorNote error={quality.error} onRetry={quality.retry} />}
      {quality.data && (
        <>
          <Panel title="Checks">
            <CheckList checks={quality.data.checks} />
          </Panel>
          {quality.data.published.length > 0 && (
            <PublishedFigures figures={quality.data.published} source={quality.data.publishedSource} />
          )}
        </>
      )}
      {name !== null && <ColumnProfiles dataset={name} />}
      {name !== null && <Rejects dataset={name} />}
    </Page>
  );
}
