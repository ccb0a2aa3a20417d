import { Combobox, ScrollArea, useCombobox } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useMemo, useState, type ReactElement, type ReactNode } from 'react';
import classes from './SearchList.module.css';

export interface SearchListItem {
  readonly value: string;
  readonly label: string;
  /** To the right, quieter: a count, an offset. */
  readonly aside?: ReactNode;
}

interface SearchListProps {
  /** Called when the list is opened first; keep its identity until there are others: useCallback or a function of the file. */
  readonly listItems: () => readonly SearchListItem[];
  readonly value: string | null;
  readonly onChoose: (value: string) => void;
  readonly searchLabel: string;
  /** The button that opens the list; it gets what it needs from `toggle`. */
  readonly target: (toggle: () => void) => ReactElement;
  readonly width?: number;
}

/** More are not drawn: one types a letter more. */
const mostShown = 200;

/** What begins with the words comes before what holds them. */
function search(items: readonly SearchListItem[], words: string): readonly SearchListItem[] {
  const needle = words.trim().toLowerCase();
  if (needle === '') return items;
  const places = items
    .map((item) => ({ item, place: item.label.toLowerCase().indexOf(needle) }))
    .filter(({ place }) => place >= 0);
  return places.sort((a, b) => Math.min(a.place, 1) - Math.min(b.place, 1)).map(({ item }) => item);
}

/** A button that opens a list to search in and choose one of. */
export function SearchList({ listItems, value, onChoose, searchLabel, target, width = 260 }: SearchListProps) {
  const [words, setWords] = useState('');
  const [wasOpened, setWasOpened] = useState(false);
  const items = useMemo(() => (wasOpened ? listItems() : []), [wasOpened, listItems]);
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption();
      combobox.focusTarget();
      setWords('');
    },
    onDropdownOpen: () => {
      setWasOpened(true);
      combobox.focusSearchInput();
    },
  });
  const found = search(items, words);
  return (
    <Combobox
      store={combobox}
      width={width}
      position="bottom-start"
      shadow="md"
      transitionProps={{ duration: 120 }}
      onOptionSubmit={(chosen) => {
        onChoose(chosen);
        combobox.closeDropdown();
      }}
    >
      <Combobox.Target withAriaAttributes={false}>{target(() => combobox.toggleDropdown())}</Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          value={words}
          onChange={(event) => {
            setWords(event.currentTarget.value);
            combobox.selectFirstOption();
          }}
          placeholder={searchLabel}
          aria-label={searchLabel}
          size="xs"
        />
        <Combobox.Options>
          <ScrollArea.Autosize mah={280} type="auto" scrollbarSize={8}>
            {found.slice(0, mostShown).map((item) => (
              <Combobox.Option
                key={item.value}
                value={item.value}
                active={item.value === value}
                className={classes.option}
              >
                <span className={classes.label}>{item.label}</span>
                {item.value === value && <IconCheck size={14} aria-label="chosen" />}
                <span className={classes.aside}>{item.aside}</span>
              </Combobox.Option>
            ))}
            {found.length > mostShown && (
              <Combobox.Empty>{found.length - mostShown} more: type to narrow the list</Combobox.Empty>
            )}
            {found.length === 0 && <Combobox.Empty>Nothing of that name</Combobox.Empty>}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
