import { Select, TextInput } from '@mantine/core';
import { useMemo } from 'react';
import type { LayoutDraft } from '../../state/layout-draft.js';
import { listZones } from '../../state/zones.js';
import classes from './FileForm.module.css';

interface FileFormProps {
  readonly draft: LayoutDraft;
  /** Delimiter, quote and encoding are of text files alone. */
  readonly isText: boolean;
  readonly onChange: (draft: LayoutDraft) => void;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

const delimiters: readonly Choice[] = [
  { value: ',', label: 'Comma ,' },
  { value: ';', label: 'Semicolon ;' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Bar |' },
];
const noQuote = 'none';
const quotes: readonly Choice[] = [
  { value: '"', label: 'Double "' },
  { value: "'", label: "Single '" },
  { value: noQuote, label: 'None' },
];
const decimals = [
  { value: '.', label: 'Point 1.50' },
  { value: ',', label: 'Comma 1,50' },
] as const;
const headers = [
  { value: 'auto', label: 'Find out' },
  { value: 'yes', label: 'With header' },
  { value: 'no', label: 'No header' },
] as const;
const encodings = [
  { value: 'utf-8', label: 'UTF-8' },
  { value: 'windows-1252', label: 'Windows 1252' },
  { value: 'iso-8859-1', label: 'ISO 8859-1' },
  { value: 'utf-16', label: 'UTF-16' },
] as const;
const idForms = [
  { value: 'number', label: 'Whole numbers only' },
  { value: 'text', label: 'Any text' },
] as const;
const pattern = 'pattern';
const timeForms = [
  { value: 'text', label: 'Date and time' },
  { value: 'epoch-seconds', label: 'Epoch seconds' },
  { value: 'epoch-milliseconds', label: 'Epoch milliseconds' },
  { value: 'epoch-microseconds', label: 'Epoch microseconds' },
  { value: pattern, label: 'A pattern' },
] as const;
const firstPattern = '%d/%m/%Y %H:%M:%S';

/** The usual choices, and the one that the layout has where it is another. */
function withOwn(choices: readonly Choice[], own: string): Choice[] {
  return choices.some(({ value }) => value === own) ? [...choices] : [...choices, { value: own, label: own }];
}

interface PickProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly { readonly value: Value; readonly label: string }[];
  readonly onPick: (value: Value) => void;
}

function Pick<Value extends string>({ label, value, choices, onPick }: PickProps<Value>) {
  return (
    <Select
      size="xs"
      label={label}
      data={[...choices]}
      value={value}
      allowDeselect={false}
      onChange={(next) => {
        const choice = choices.find((other) => other.value === next);
        if (choice) onPick(choice.value);
      }}
    />
  );
}

/** How the file writes its records, times, numbers and ids. */
export function FileForm({ draft, isText, onChange }: FileFormProps) {
  const zones = useMemo(() => [...listZones().names], []);
  const { time } = draft;
  const timeForm = timeForms.find(({ value }) => value === time.form)?.value ?? pattern;
  const change = (changes: Partial<LayoutDraft>) => onChange({ ...draft, ...changes });
  return (
    <div className={classes.form} role="group" aria-label="How the file is written">
      {isText && (
        <>
          <Pick
            label="Delimiter"
            value={draft.delimiter}
            choices={withOwn(delimiters, draft.delimiter)}
            onPick={(delimiter) => change({ delimiter })}
          />
          <Pick
            label="Quote"
            value={draft.quote === '' ? noQuote : draft.quote}
            choices={withOwn(quotes, draft.quote === '' ? noQuote : draft.quote)}
            onPick={(quote) => change({ quote: quote === noQuote ? '' : quote })}
          />
          <Pick label="First line" value={draft.header} choices={headers} onPick={(header) => change({ header })} />
          <Pick
            label="Encoding"
            value={draft.encoding}
            choices={encodings}
            onPick={(encoding) => change({ encoding })}
          />
        </>
      )}
      <Pick label="Decimals" value={draft.decimal} choices={decimals} onPick={(decimal) => change({ decimal })} />
      <Pick label="Ids" value={draft.ids} choices={idForms} onPick={(ids) => change({ ids })} />
      <Pick
        label="Times"
        value={timeForm}
        choices={timeForms}
        onPick={(form) => change({ time: { ...time, form: form === pattern ? firstPattern : form } })}
      />
      {timeForm === pattern && (
        <TextInput
          size="xs"
          className={classes.pattern}
          label="Pattern of the times"
          value={time.form}
          onChange={(event) => change({ time: { ...time, form: event.currentTarget.value } })}
          error={time.form.includes('%') ? null : 'Such as %Y-%m-%d %H:%M:%S'}
          spellCheck={false}
        />
      )}
      <Select
        size="xs"
        label="Zone of the times"
        searchable
        data={zones.includes(time.zone) ? zones : [time.zone, ...zones]}
        value={time.zone}
        allowDeselect={false}
        disabled={timeForm.startsWith('epoch')}
        onChange={(zone) => zone && change({ time: { ...time, zone } })}
        nothingFoundMessage="No such zone"
      />
    </div>
  );
}
