import { Button, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { FileInspection } from '../../../preload/shapes.js';
import { useCall } from '../../engine.js';
import {
  fieldWords,
  fillDraft,
  finishDraft,
  fitDraft,
  formOf,
  isToMap,
  listColumns,
  missingNeeded,
  placeColumns,
  startDraft,
  type LayoutDraft,
} from '../../state/layout-draft.js';
import type { Found } from '../../state/loading.js';
import { changeDraft, confirmMapping, leaveMapping, saveMapping } from '../../state/mapping.js';
import { Panel } from '../../ui/Page.js';
import { EventWords } from './EventWords.js';
import { FieldColumns } from './FieldColumns.js';
import { FilePreview } from './FilePreview.js';
import { FileForm } from './FileForm.js';
import { MappingPreview } from './MappingPreview.js';
import { MappingSource } from './MappingSource.js';
import { useTried } from './use-tried.js';
import classes from './MappingPanel.module.css';

interface MappingPanelProps {
  readonly found: Found;
  readonly draft: LayoutDraft;
  /** The file whose columns are chosen from; the mapping is that of all. */
  readonly file: FileInspection;
}

/** The file as the draft's delimiter, header and encoding show it. */
function useSeen(file: FileInspection, draft: LayoutDraft): FileInspection {
  const isAsItWas = file.layout !== null && formOf(draft) === formOf(startDraft(file));
  const layout = isAsItWas ? null : fillDraft(draft);
  const seen = useCall('files.inspect', layout && { paths: [file.path], layout }).data?.[0];
  return isAsItWas || seen?.path !== file.path ? file : { ...seen, name: file.name };
}

function whatIsMissing(draft: LayoutDraft, seen: FileInspection): string | null {
  const missing = missingNeeded(draft, listColumns(seen));
  if (missing.length > 0) return `Still without a column: ${missing.map((field) => fieldWords[field]).join(', ')}.`;
  return finishDraft(draft) === null ? 'The mapping is not complete yet.' : null;
}

/** The mapping step: which columns are the nine fields, how they are written, and what comes of it. */
export function MappingPanel({ found, draft, file }: MappingPanelProps) {
  const seen = useSeen(file, draft);
  const [isBusy, setIsBusy] = useState(false);
  const missing = whatIsMissing(draft, seen);
  const layout = missing === null ? finishDraft(fitDraft(draft, listColumns(seen))) : null;
  const tried = useTried(file, layout);
  const change = (next: LayoutDraft) => {
    const isHeaderGone = next.header === 'no' && draft.header !== 'no';
    changeDraft(found, isHeaderGone ? placeColumns(next, listColumns(seen)) : next);
  };
  const canLeave = found.files.some((other) => other.problem === null && !isToMap(other));

  async function confirm() {
    if (layout === null) return;
    setIsBusy(true);
    await confirmMapping(found, layout);
    setIsBusy(false);
  }

  return (
    <>
      <Panel
        title={`Mapping of ${file.name}`}
        aside={<MappingSource onChoose={(other) => changeDraft(found, other)} />}
      >
        <div className={classes.parts}>
          <FieldColumns file={seen} draft={draft} onChange={change} />
          <div className={classes.part}>
            <FileForm draft={draft} isText={seen.kind.startsWith('csv') || seen.kind === 'zip'} onChange={change} />
            <EventWords draft={draft} tried={tried.data} onChange={change} />
          </div>
        </div>
        <form
          className={classes.foot}
          onSubmit={(event) => {
            event.preventDefault();
            void confirm();
          }}
        >
          <TextInput
            size="xs"
            className={classes.name}
            aria-label="Name of the mapping"
            value={draft.name}
            maxLength={80}
            onChange={(event) => change({ ...draft, name: event.currentTarget.value })}
            error={draft.name === ''}
          />
          <Button
            size="xs"
            variant="default"
            leftSection={<IconDownload size={14} stroke={1.5} />}
            disabled={layout === null}
            onClick={() => layout && void saveMapping(layout)}
          >
            Save mapping…
          </Button>
          <span className={classes.missing} role="status">
            {missing}
          </span>
          {canLeave && (
            <Button size="xs" variant="default" onClick={() => leaveMapping(found)}>
              Cancel
            </Button>
          )}
          <Button
            size="xs"
            type="submit"
            disabled={layout === null || (tried.data?.problem ?? null) !== null}
            loading={isBusy}
          >
            {found.files.length > 1 ? `Use it for all ${found.files.length} files` : 'Use this mapping'}
          </Button>
        </form>
      </Panel>
      {missing === null ? (
        <MappingPreview file={file} tried={tried} />
      ) : (
        seen.preview.length > 0 && <FilePreview file={seen} />
      )}
    </>
  );
}
