import { Select } from '@mantine/core';
import { fields, neededFields, type Field } from '../../../preload/contract.js';
import type { FileInspection } from '../../../preload/shapes.js';
import { chosenKey, fieldWords, listColumns, setColumn, type LayoutDraft } from '../../state/layout-draft.js';
import classes from './FieldColumns.module.css';

interface FieldColumnsProps {
  /** As its columns stand now: looked at with the delimiter, header and encoding of the draft. */
  readonly file: FileInspection;
  readonly draft: LayoutDraft;
  readonly onChange: (draft: LayoutDraft) => void;
}

const absent = '';
const shownExamples = 3;
/** What becomes of a dataset without the field. */
const without: Partial<Record<Field, string>> = {
  category_code: 'no categories',
  brand: 'no brands',
  price: 'no money',
  user_session: 'made from pauses',
};

function isNeeded(field: Field): boolean {
  return neededFields.some((needed) => needed === field);
}

/** A few different values of a column, from the file's first rows. */
function examplesOf(file: FileInspection, key: string | null): string {
  if (key === null) return '';
  const values = new Set<string>();
  for (const row of file.preview) {
    const value = row[Number(key) - 1];
    if (value && values.size < shownExamples) values.add(value);
  }
  return [...values].join(' · ');
}

/** Which of the file's columns each of the nine fields is. */
export function FieldColumns({ file, draft, onChange }: FieldColumnsProps) {
  const choices = listColumns(file);
  const options = choices.map(({ key, label }) => ({ value: key, label }));
  return (
    <div className={classes.fields} role="group" aria-label="Columns of the nine fields">
      {fields.map((field) => {
        const key = chosenKey(draft, field, choices);
        const examples = key === null && !isNeeded(field) ? (without[field] ?? '') : examplesOf(file, key);
        return (
          <div key={field} className={classes.field}>
            <label htmlFor={`column-of-${field}`} className={classes.label}>
              {fieldWords[field]} {isNeeded(field) && <span className={classes.needed}>needed</span>}
            </label>
            <Select
              id={`column-of-${field}`}
              size="xs"
              searchable={options.length > 12}
              allowDeselect={false}
              data={isNeeded(field) ? options : [{ value: absent, label: 'absent' }, ...options]}
              value={key ?? (isNeeded(field) ? null : absent)}
              placeholder="Choose a column"
              error={isNeeded(field) && key === null}
              onChange={(next) =>
                onChange(setColumn(draft, field, choices.find((choice) => choice.key === next) ?? null))
              }
              nothingFoundMessage="No such column"
            />
            <span className={classes.examples} title={examples}>
              {examples}
            </span>
          </div>
        );
      })}
    </div>
  );
}
