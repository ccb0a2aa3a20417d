import { Button } from '@mantine/core';
import { IconFolderOff } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { EngineError, type LakeObject } from '../../../preload/contract.js';
import { callEngine } from '../../engine.js';
import { fetchFiles } from '../../state/lake.js';
import { useListing, type LakePlace } from '../../state/lake-listing.js';
import { EmptyState } from '../../ui/EmptyState.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { openFolder } from './Breadcrumb.js';
import { dayOf, idOf, toRows } from './lake-rows.js';
import { FindBelow, type Wanted } from './FindBelow.js';
import { ObjectTable } from './ObjectTable.js';
import { Waiting } from './Waiting.js';

/** Everything below a folder, found at once. */
interface Found {
  readonly wanted: Wanted;
  readonly objects: readonly LakeObject[];
}

const none: ReadonlySet<string> = new Set();

/** A folder of a bucket: what is in it, or all files below it; what is chosen of it is loaded. Key it by the place. */
export function LakeFolder({ place }: { readonly place: LakePlace }) {
  const { connection, bucket, prefix } = place;
  const listing = useListing(place);
  const [found, setFound] = useState<Found | null>(null);
  const [chosen, setChosen] = useState(none);
  const [busy, setBusy] = useState<AbortController | null>(null);
  const [error, setError] = useState<EngineError | null>(null);
  const { prefixes, objects, isComplete } = listing;
  const pageKey = `${prefixes.length} ${objects.length}`;
  const rows = useMemo(
    () => (found ? toRows(prefix, [], found.objects) : toRows(prefix, prefixes, objects)),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the lists are made anew each time and only grow
    [found, prefix, pageKey],
  );

  async function work(run: (signal: AbortSignal) => Promise<void>) {
    const controller = new AbortController();
    setBusy(controller);
    setError(null);
    try {
      await run(controller.signal);
    } catch (thrown) {
      const failed = EngineError.from(thrown);
      if (failed.code !== 'cancelled') setError(failed);
    }
    setBusy(null);
  }

  function findBelow(below: string, wanted: Wanted, signal: AbortSignal): Promise<readonly LakeObject[]> {
    const { from, to } = wanted;
    const days = { ...(from !== null && { from }), ...(to !== null && { to }) };
    return callEngine('lake.find', { connection, bucket, prefix: below, ...days }, { signal });
  }

  function find(wanted: Wanted) {
    void work(async (signal) => {
      const all = await findBelow(prefix, wanted, signal);
      setFound({ wanted, objects: all });
      setChosen(new Set(all.map(({ uri }) => uri)));
    });
  }

  function load() {
    const picked = rows.filter((row) => chosen.has(idOf(row)));
    void work(async (signal) => {
      const sources: string[] = [];
      for (const row of picked) {
        if (row.kind === 'object') sources.push(row.object.uri);
        else sources.push(...(await findBelow(row.prefix, { from: null, to: null }, signal)).map(({ uri }) => uri));
      }
      if (sources.length === 0)
        throw new EngineError('not_found', 'There are no files to load in these folders.', {
          wayOut: 'Choose others: CSV, NDJSON (both also gzipped) and Parquet can be loaded.',
        });
      void fetchFiles({ sources: [...new Set(sources)], connection });
    });
  }

  if (isComplete === undefined)
    return listing.error ? (
      <ErrorNote error={listing.error} meaning="This place could not be listed." onRetry={listing.retry} />
    ) : (
      <Waiting>Listing what lies here</Waiting>
    );
  if (rows.length === 0 && isComplete && !found)
    return (
      <EmptyState
        icon={IconFolderOff}
        title="Nothing lies here"
        action={
          <Button variant="default" onClick={() => openFolder(null)}>
            Other buckets
          </Button>
        }
      >
        The bucket is empty below this place, or it is another one than was meant.
      </EmptyState>
    );
  return (
    <>
      {(error ?? listing.error) && (
        <ErrorNote
          error={error ?? (listing.error as EngineError)}
          meaning="Nothing was loaded."
          onRetry={error ? undefined : listing.retry}
        />
      )}
      <FindBelow
        hasDays={rows.some((row) => dayOf(row) !== null)}
        found={found}
        isBusy={busy !== null}
        onFind={find}
        onCancel={() => busy?.abort()}
        onBack={() => {
          setFound(null);
          setChosen(none);
        }}
      />
      <ObjectTable
        rows={rows}
        isFound={found !== null}
        chosen={chosen}
        isBusy={busy !== null}
        isComplete={found !== null || isComplete}
        isLoading={listing.isLoading}
        onChoose={setChosen}
        onOpen={(below) => openFolder(bucket, below)}
        onMore={listing.more}
        onLoad={load}
      />
    </>
  );
}
