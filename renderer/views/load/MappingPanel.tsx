import type { FileInspection } from '../../../preload/shapes.js';
import { useCall } from '../../engine.js';
import {
  fieldWords,
  fillDraft,
  finishDraft,
  fitDraft,
  formOf,
  listColumns,
  missingNeeded,
  placeColumns,
  startDraft,
  type LayoutDraft,
} from '../../state/layout-draft.js';
import type { Found } from '../../state/loading.js';
import { changeDraft } from '../../state/mapping.js';
import { Panel } from '../../ui/Page.js';
import { EventWords } from './EventWords.js';
import { FieldColumns } from './FieldColumns.js';
import { FilePreview } from './FilePreview.js';
import { FileForm } from './FileForm.js';
import { MappingFoot } from './MappingFoot.js';
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
  const missing = whatIsMissing(draft, seen);
  const layout = missing === null ? finishDraft(fitDraft(draft, listColumns(seen))) : null;
  const tried = useTried(file, layout);
  const change = (next: LayoutDraft) => {
    const isHeaderGone = next.header === 'no' && draft.header !== 'no';
    changeDraft(found, isHeaderGone ? placeColumns(next, listColumns(seen)) : next);
  };

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
        <MappingFoot found={found} draft={draft} layout={layout} missing={missing} tried={tried} onChange={change} />
      </Panel>
      {missing === null && (tried.data?.problem ?? null) === null ? (
        <MappingPreview file={file} tried={tried} />
      ) : (
        seen.preview.length > 0 && <FilePreview file={seen} />
      )}
    </>
  );
}
