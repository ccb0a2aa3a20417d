import { SegmentedControl, Select } from '@mantine/core';
import { eventTypes } from '../../../preload/contract.js';
import type { TriedLayout } from '../../../preload/shapes.js';
import { meaningOf, setWord, type LayoutDraft } from '../../state/layout-draft.js';
import { formatCount, formatNumber } from '../../ui/format-number.js';
import classes from './EventWords.module.css';

interface EventWordsProps {
  readonly draft: LayoutDraft;
  /** Undefined until the file was tried with the four needed columns. */
  readonly tried: TriedLayout | undefined;
  readonly onChange: (draft: LayoutDraft) => void;
}

const none = 'none';
const names = { view: 'view', cart: 'cart', remove_from_cart: 'remove from cart', purchase: 'purchase' } as const;
const meanings = eventTypes.map((value) => ({ value, label: names[value] }));

function isUnknownWords(text: string): text is LayoutDraft['unknownWords'] {
  return text === 'reject' || text === 'ignore';
}

/** The words that the file has for events, what each means, and what becomes of the others. */
export function EventWords({ draft, tried, onChange }: EventWordsProps) {
  const words = tried?.words ?? [];
  const found = new Set(words.map(({ word }) => word.trim().toLowerCase()));
  const others = Object.keys(draft.words).filter((word) => !found.has(word.trim().toLowerCase()));
  const noneLabel = draft.unknownWords === 'ignore' ? 'none: ignored' : 'none: rejected';
  return (
    <div role="group" aria-label="Words for the event types">
      <div className={classes.list}>
        <table className={classes.words}>
          <thead>
            <tr>
              <th scope="col">Event word</th>
              <th scope="col">Rows</th>
              <th scope="col">Counts as</th>
            </tr>
          </thead>
          <tbody>
            {words.map(({ word, rows }) => (
              <tr key={word}>
                <th scope="row">{word === '' ? '(empty)' : word}</th>
                <td>{formatNumber(rows)}</td>
                <td>
                  <Select
                    size="xs"
                    aria-label={`${word} counts as`}
                    data={[...meanings, { value: none, label: noneLabel }]}
                    value={meaningOf(draft, word) ?? none}
                    allowDeselect={false}
                    onChange={(next) =>
                      onChange(setWord(draft, word, eventTypes.find((meaning) => meaning === next) ?? null))
                    }
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {words.length === 0 && (
        <p className={classes.note}>The words appear once the four needed fields have their columns.</p>
      )}
      {words.length > 0 && others.length > 0 && (
        <p className={classes.note} title={others.join(', ')}>
          The mapping knows {formatCount(others.length, 'word')} more that these rows do not have.
        </p>
      )}
      <div className={classes.unknown}>
        <span id="unknown-words">Rows with other words</span>
        <SegmentedControl
          size="xs"
          aria-labelledby="unknown-words"
          value={draft.unknownWords}
          onChange={(value) => isUnknownWords(value) && onChange({ ...draft, unknownWords: value })}
          data={[
            { value: 'reject', label: 'Reject' },
            { value: 'ignore', label: 'Ignore' },
          ]}
        />
      </div>
    </div>
  );
}
