import { useCall } from '../../engine.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { formatCount } from '../../ui/format-number.js';
import { Panel } from '../../ui/Page.js';
import { ColumnProfileTable } from './ColumnProfileTable.js';

/** What each column of a dataset holds. */
export function ColumnProfiles({ dataset }: { readonly dataset: string }) {
  const profile = useCall('profile.get', { dataset });
  if (profile.error) return <ErrorNote error={profile.error} onRetry={profile.retry} />;
  if (!profile.data) return null;
  return (
    <Panel title="Columns" aside={`of ${formatCount(profile.data.rows, 'row')}`}>
      <ColumnProfileTable columns={profile.data.columns} />
    </Panel>
  );
}
