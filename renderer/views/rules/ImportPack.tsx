import { Button, FileButton } from '@mantine/core';
import { IconUpload } from '@tabler/icons-react';
import { useState } from 'react';
import { EngineError } from '../../../preload/contract.js';
import { rulePack } from '../../../preload/rules/pack.js';
import { changeOwn } from '../../state/filters.js';
import { savePack } from '../../state/rules.js';
import classes from './RulesScreen.module.css';

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new EngineError('bad_input', 'The file is no JSON.');
  }
}

/** A pack that was written elsewhere becomes one of one's own. */
export function ImportPack() {
  const [problem, setProblem] = useState<string | null>(null);

  async function importFile(file: File | null) {
    if (file === null) return;
    try {
      const parsed = rulePack.safeParse(parseJson(await file.text()));
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
        throw new EngineError('bad_input', `The file is no pack: ${where}${issue?.message ?? ''}`);
      }
      const saved = await savePack(parsed.data);
      setProblem(null);
      changeOwn({ pack: saved.name });
    } catch (error) {
      setProblem(EngineError.from(error).message);
    }
  }

  return (
    <>
      <FileButton onChange={(file) => void importFile(file)} accept=".json,application/json">
        {(props) => (
          <Button {...props} size="compact-xs" variant="default" mt={8} leftSection={<IconUpload size={12} />}>
            Import a pack…
          </Button>
        )}
      </FileButton>
      {problem !== null && (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
