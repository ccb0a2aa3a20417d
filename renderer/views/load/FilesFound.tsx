import { Button } from '@mantine/core';
import { useState } from 'react';
import { fileToMap, isToMap } from '../../state/layout-draft.js';
import { chooseAgain, previewOf, type Found } from '../../state/loading.js';
import { beginMapping, confirmMapping } from '../../state/mapping.js';
import { formatBytes, formatCount } from '../../ui/format-number.js';
import { Panel } from '../../ui/Page.js';
import { FileList } from './FileList.js';
import { FilePreview } from './FilePreview.js';
import { FirstLook } from './FirstLook.js';
import { LoadOptions } from './LoadOptions.js';
import { MappingPanel } from './MappingPanel.js';

/** The file to look at first: the one whose mapping is begun with, where one is. */
function firstOf({ files, draft }: Found): number {
  const toMap = fileToMap(files);
  return draft && toMap ? files.indexOf(toMap) : 0;
}

/** What is in the files, their mapping where they need one, and the start. */
export function FilesFound({ found }: { readonly found: Found }) {
  const { files, layout, draft } = found;
  const [chosen, setChosen] = useState(() => firstOf(found));
  const shown = files[chosen] ?? files[0];
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const preview = previewOf(found);
  const canMap = shown !== undefined && shown.columns.length > 0;
  return (
    <>
      <Panel
        title={formatCount(files.length, 'file')}
        aside={
          <>
            {formatBytes(bytes)}{' '}
            {draft === null && canMap && (
              <Button size="compact-xs" variant="default" ml={8} onClick={() => beginMapping(found, shown)}>
                Change mapping
              </Button>
            )}
            {draft === null && layout !== null && (
              <Button size="compact-xs" variant="default" ml={8} onClick={() => void confirmMapping(found, null)}>
                Forget mapping
              </Button>
            )}
            <Button size="compact-xs" variant="default" ml={8} onClick={chooseAgain}>
              Choose others
            </Button>
          </>
        }
      >
        <FileList files={files} chosen={chosen} onChoose={setChosen} />
      </Panel>
      {draft && canMap ? (
        <MappingPanel key={shown.path} found={found} draft={draft} file={shown} />
      ) : (
        <>
          <LoadOptions found={found} />
          {preview && <FirstLook question={preview} />}
          {shown && shown.preview.length > 0 && !isToMap(shown) && <FilePreview file={shown} />}
        </>
      )}
    </>
  );
}
