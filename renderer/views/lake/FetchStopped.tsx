import { Button } from '@mantine/core';
import { EngineError } from '../../../preload/contract.js';
import { fetchFiles, forgetFetch, nameSources, useFetching } from '../../state/lake.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import classes from './LakeScreen.module.css';

/** A fetch that has not come to its end: what is here of it stays, and it can be gone on with. */
export function FetchStopped() {
  const stopped = useFetching((state) => state.stopped);
  if (!stopped) return null;
  const { request, error } = stopped;
  const goOn = () => void fetchFiles(request);
  const name = nameSources(request.sources);
  if (error && error.code !== 'cancelled')
    return (
      <ErrorNote error={EngineError.from(error)} meaning={`What is here of ${name} is kept.`}>
        <Button size="xs" variant="default" onClick={goOn}>
          Go on with it
        </Button>
        <Button size="xs" variant="default" onClick={forgetFetch}>
          Leave it
        </Button>
      </ErrorNote>
    );
  return (
    <div className={classes.stopped} role="status">
      <span className={classes.grow}>Fetching {name} was stopped. What is here of it is kept.</span>
      <Button size="compact-sm" variant="default" onClick={goOn}>
        Go on with it
      </Button>
      <Button size="compact-sm" variant="default" onClick={forgetFetch}>
        Leave it
      </Button>
    </div>
  );
}
