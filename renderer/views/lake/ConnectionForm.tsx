import { Button } from '@mantine/core';
import { useState } from 'react';
import { EngineError, type ConnectionInfo } from '../../../preload/contract.js';
import { draftOf, emptyDraft, readDraft, type ConnectionDraft } from '../../state/connection-draft.js';
import { saveConnection } from '../../state/connections.js';
import { changeOwn } from '../../state/filters.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { Panel } from '../../ui/Page.js';
import { AthenaFields } from './AthenaFields.js';
import classes from './Connections.module.css';
import { ConnectionChecks } from './ConnectionChecks.js';
import { TrinoFields } from './TrinoFields.js';
import { useTesting } from './use-testing.js';

interface ConnectionFormProps {
  /** Null: a new one. */
  readonly edited: ConnectionInfo | null;
  readonly kind: ConnectionInfo['kind'];
  /** Names that there are. */
  readonly taken: readonly string[];
}

export interface FieldsProps {
  readonly draft: ConnectionDraft;
  readonly isNew: boolean;
  /** The engine knows the secret: empty fields leave it as it is. */
  readonly hasSecret: boolean;
  readonly problemOf: (field: keyof ConnectionDraft) => string | undefined;
  readonly onChange: (changes: Partial<ConnectionDraft>) => void;
}

const titles = { athena: 'S3 and Athena', trino: 'Trino' } as const;

function close(): void {
  changeOwn({ form: null, edit: null });
}

/** A connection is written, tried, and kept. */
export function ConnectionForm({ edited, kind, taken }: ConnectionFormProps) {
  const [draft, setDraft] = useState(() => (edited ? draftOf(edited) : emptyDraft(kind)));
  const [wasTried, setWasTried] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  const [error, setError] = useState<EngineError | null>(null);
  const testing = useTesting();
  const hasSecret = edited?.secret === 'kept' || edited?.secret === 'until_the_app_ends';
  const read = readDraft(draft, hasSecret, edited ? [] : taken);
  const problems = wasTried ? read.problems : null;

  async function save() {
    setWasTried(true);
    if (read.request === null) return;
    setIsSaving(true);
    setError(null);
    try {
      await saveConnection(read.request);
      close();
    } catch (thrown) {
      setIsSaving(false);
      setError(EngineError.from(thrown));
    }
  }

  function test() {
    setWasTried(true);
    if (read.request !== null) void testing.test(read.request);
  }

  const fields: FieldsProps = {
    draft,
    isNew: edited === null,
    hasSecret,
    problemOf: (field) => problems?.[field],
    onChange: (changes) => setDraft({ ...draft, ...changes }),
  };
  return (
    <Panel title={edited ? `Edit ${edited.name}` : `New connection: ${titles[kind]}`}>
      <form
        className={classes.form}
        noValidate
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {kind === 'athena' ? <AthenaFields {...fields} /> : <TrinoFields {...fields} />}
        {error && <ErrorNote error={error} meaning="The connection was not saved." />}
        <ConnectionChecks testing={testing} />
        <div className={classes.foot}>
          {problems && (
            <p className={classes.problem} role="alert">
              Some fields are not filled in right.
            </p>
          )}
          <div className={classes.end}>
            <Button size="sm" variant="default" onClick={close}>
              Cancel
            </Button>
            <Button size="sm" variant="default" loading={testing.isRunning} onClick={test}>
              Test connection
            </Button>
            <Button size="sm" type="submit" loading={isSaving}>
              Save
            </Button>
          </div>
        </div>
      </form>
    </Panel>
  );
}
