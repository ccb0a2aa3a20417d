import { Button, TextInput } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { FileLayout } from '../../../preload/contract.js';
import type { TriedLayout } from '../../../preload/shapes.js';
import type { CallState } from '../../engine.js';
import { isToMap, type LayoutDraft } from '../../state/layout-draft.js';
import type { Found } from '../../state/loading.js';
import { confirmMapping, leaveMapping, saveMapping } from '../../state/mapping.js';
import { MappingOutcome } from './MappingOutcome.js';
import classes from './MappingFoot.module.css';

interface MappingFootProps {
  readonly found: Found;
  readonly draft: LayoutDraft;
  /** The draft where it is complete; else null, and `missing` says why. */
  readonly layout: FileLayout | null;
  readonly missing: string | null;
  readonly tried: CallState<TriedLayout>;
  readonly onChange: (draft: LayoutDraft) => void;
}

/** The mapping's name, what comes of it, and what to do with it: always in sight. */
export function MappingFoot({ found, draft, layout, missing, tried, onChange }: MappingFootProps) {
  const nameId = useId();
  const [isBusy, setIsBusy] = useState(false);
  const canLeave = found.files.some((file) => file.problem === null && !isToMap(file));

  async function confirm() {
    if (layout === null) return;
    setIsBusy(true);
    await confirmMapping(found, layout);
    setIsBusy(false);
  }

  return (
    <form
      className={classes.foot}
      aria-label="The mapping"
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <label className={classes.label} htmlFor={nameId}>
        Name of the mapping
      </label>
      <TextInput
        id={nameId}
        size="xs"
        className={classes.name}
        value={draft.name}
        maxLength={80}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
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
      <MappingOutcome missing={missing} tried={tried} />
      {canLeave && (
        <Button size="xs" variant="default" onClick={() => leaveMapping(found)}>
          Cancel
        </Button>
      )}
      <Button
        size="xs"
        type="submit"
        disabled={layout === null || tried.error !== null || (tried.data?.problem ?? null) !== null}
        loading={isBusy}
      >
        {found.files.length > 1 ? `Use it for all ${found.files.length} files` : 'Use this mapping'}
      </Button>
    </form>
  );
}
