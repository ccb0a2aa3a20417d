import { ActionIcon, Button, Select, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { eventTypes, type EventsMapping, type EventType } from '../../../preload/contract.js';
import classes from './Catalog.module.css';
import { setWord } from './events-draft.js';

interface EventWordsOfProps {
  readonly mapping: EventsMapping;
  readonly onChange: (mapping: EventsMapping) => void;
}

const meanings = eventTypes.map((value) => ({ value, label: value.replaceAll('_', ' ') }));

function meaningOf(value: string | null): EventType | null {
  return eventTypes.find((type) => type === value) ?? null;
}

/** Words of the event type that are written otherwise than view, cart, remove_from_cart and purchase. */
export function EventWordsOf({ mapping, onChange }: EventWordsOfProps) {
  const [word, setNewWord] = useState('');
  const [meaning, setMeaning] = useState<EventType>('purchase');
  const words = Object.entries(mapping.words ?? {});
  const canAdd = word.trim() !== '';

  function add() {
    if (!canAdd) return;
    onChange(setWord(mapping, word.trim(), meaning));
    setNewWord('');
  }

  return (
    <div role="group" aria-label="Words for the event types" className={classes.words}>
      <h3 className={classes.title}>Event words</h3>
      <p className={classes.dim}>
        view, cart, remove_from_cart and purchase are understood as they are. Words that are written otherwise:
      </p>
      {words.length > 0 && (
        <div className={classes.wordList}>
          {words.map(([known, counts]) => (
            <div key={known} className={classes.word}>
              <span className={classes.wordText}>{known}</span>
              <Select
                size="xs"
                aria-label={`${known} counts as`}
                data={meanings}
                value={counts}
                allowDeselect={false}
                onChange={(next) => onChange(setWord(mapping, known, meaningOf(next)))}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Forget ${known}`}
                onClick={() => onChange(setWord(mapping, known, null))}
              >
                <IconX size={14} stroke={1.75} />
              </ActionIcon>
            </div>
          ))}
        </div>
      )}
      <div className={classes.word}>
        <TextInput
          size="xs"
          aria-label="Another word"
          placeholder="order"
          value={word}
          onChange={(event) => setNewWord(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            add();
          }}
          spellCheck={false}
        />
        <Select
          size="xs"
          aria-label="counts as"
          data={meanings}
          value={meaning}
          allowDeselect={false}
          onChange={(next) => setMeaning(meaningOf(next) ?? meaning)}
        />
        <Button size="xs" variant="default" disabled={!canAdd} onClick={add}>
          Add
        </Button>
      </div>
    </div>
  );
}
