import { Button } from '@mantine/core';
import { useState } from 'react';
import type { FileInspection } from '../../../preload/shapes.js';
import { chooseAgain } from '../../state/loading.js';
import { formatBytes, formatCount } from '../../ui/format-number.js';
import { Panel } from '../../ui/Page.js';
import { FileList } from './FileList.js';
import { FilePreview } from './FilePreview.js';
import { LoadOptions } from './LoadOptions.js';

/** What is in the files, and the start. */
export function FilesFound({ files }: { readonly files: readonly FileInspection[] }) {
  const [chosen, setChosen] = useState(0);
  const shown = files[chosen] ?? files[0];
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return (
    <>
      <Panel
        title={formatCount(files.length, 'file')}
        aside={
          <>
            {formatBytes(bytes)}{' '}
            <Button size="compact-xs" variant="default" ml={8} onClick={chooseAgain}>
              Choose others
            </Button>
          </>
        }
      >
        <FileList files={files} chosen={chosen} onChoose={setChosen} />
      </Panel>
      <LoadOptions files={files} />
      {shown && shown.preview.length > 0 && <FilePreview file={shown} />}
    </>
  );
}
