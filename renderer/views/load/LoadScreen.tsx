import { addsNothing, useLoading, type Loading } from '../../state/loading.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { Page } from '../../ui/Page.js';
import { ChooseFiles } from './ChooseFiles.js';
import { FilesFound } from './FilesFound.js';
import { FirstLook } from './FirstLook.js';
import { Loaded } from './Loaded.js';
import { TaskProgress } from './TaskProgress.js';

function titleOf(loading: Loading, addTo: string | null): string {
  if (loading.step === 'loaded') {
    const { dataset } = loading.summary;
    if (addsNothing(loading.summary)) return `Already in ${dataset}`;
    return `${loading.isAppended ? 'Added to' : 'Loaded'}: ${dataset}`;
  }
  return addTo === null ? 'Load files into a dataset' : `Add files to ${addTo}`;
}

/** Files become a dataset: choose, look into, start; afterwards what was loaded and what was not. */
export function LoadScreen() {
  const { loading, error, addTo } = useLoading();
  return (
    <Page title={titleOf(loading, addTo)}>
      {error && <ErrorNote error={error} meaning="Nothing was changed." />}
      <Step />
    </Page>
  );
}

function Step() {
  const { loading } = useLoading();
  switch (loading.step) {
    case 'choose':
      return <ChooseFiles />;
    case 'copying':
      return <TaskProgress taskId={loading.taskId} title="Copying the files into the workspace" />;
    case 'fetching':
      return <TaskProgress taskId={loading.taskId} title={loading.title} />;
    case 'inspecting':
      return <TaskProgress taskId={null} title="Looking into the files" />;
    case 'inspected':
      return <FilesFound found={loading} />;
    case 'loading':
      return (
        <>
          <TaskProgress taskId={loading.taskId} title={`Loading ${loading.dataset}`} />
          <FirstLook question={loading.preview} early={loading.early} />
        </>
      );
    case 'loaded':
      return <Loaded summary={loading.summary} isAppended={loading.isAppended} />;
  }
}
