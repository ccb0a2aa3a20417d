import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { EngineError } from '../../../preload/contract.js';
import type { RulePack } from '../../../preload/rules/pack.js';
import type { PackEntry } from '../../../preload/shapes.js';
import { changeOwn } from '../../state/filters.js';
import { activatePack, packNameOf, savePack } from '../../state/rules.js';

interface SavePackProps {
  readonly entry: PackEntry;
  readonly pack: RulePack;
  readonly packs: readonly PackEntry[];
}

/** A pack of one's own gets a new version; a shipped one is saved as a pack of one's own. */
export function SavePack({ entry, pack, packs }: SavePackProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [title, setTitle] = useState(entry.isShipped ? `${pack.title}, mine` : pack.title);
  const [problem, setProblem] = useState<string | null>(null);
  const name = entry.isShipped ? packNameOf(title) : pack.name;
  const same = packs.find(({ pack: other }) => other.name === name);
  const taken =
    entry.isShipped && same?.isShipped === true ? `The shipped pack “${same.pack.title}” has this name.` : null;

  async function save(isActivated: boolean) {
    try {
      const version = same && !same.isShipped ? same.pack.version : 1;
      const saved = await savePack({ ...pack, name, title: title.trim(), version });
      setIsOpen(false);
      changeOwn({ pack: saved.name });
      if (isActivated) await activatePack(saved.name);
    } catch (error) {
      setProblem(EngineError.from(error).message);
    }
  }

  return (
    <>
      <Button size="xs" onClick={() => setIsOpen(true)}>
        Save…
      </Button>
      <Modal
        opened={isOpen}
        onClose={() => setIsOpen(false)}
        title={entry.isShipped ? 'Save as a pack of your own' : 'Save a new version'}
      >
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void save(false);
          }}
        >
          <Stack gap={12}>
            <TextInput
              size="sm"
              label="Title"
              maxLength={120}
              value={title}
              onChange={(event) => setTitle(event.currentTarget.value)}
              description={`Its name is ${name}.`}
              error={taken ?? problem}
              data-autofocus
            />
            <Group justify="flex-end" gap={8}>
              <Button
                variant="default"
                disabled={title.trim() === '' || taken !== null}
                onClick={() => void save(true)}
              >
                Save and make it active
              </Button>
              <Button type="submit" disabled={title.trim() === '' || taken !== null}>
                Save
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  );
}
