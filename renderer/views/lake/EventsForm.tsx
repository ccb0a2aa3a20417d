import { Button, Select } from '@mantine/core';
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react';
import { useState } from 'react';
import { fields, neededFields, type CatalogTable, type EventsMapping, type Field } from '../../../preload/contract.js';
import { EngineError, type ProposedMapping } from '../../../preload/contract.js';
import { useCall } from '../../engine.js';
import { saveEvents } from '../../state/connections.js';
import { fieldWords } from '../../state/layout-draft.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import classes from './Catalog.module.css';
import { partitionForms, setField, setPartition, timeForms } from './events-draft.js';
import { EventWordsOf } from './EventWordsOf.js';
import { Waiting } from './Waiting.js';

interface EventsFormProps {
  readonly connection: string;
  readonly table: CatalogTable;
  readonly onClose: () => void;
}

/** Which column is which field: as it is proposed, for a person to confirm. */
export function EventsForm({ connection, table, onClose }: EventsFormProps) {
  const { database, name } = table;
  const proposed = useCall('catalog.propose', { connection, database, table: name });
  if (proposed.error && !proposed.data)
    return <ErrorNote error={proposed.error} meaning="Nothing was changed." onRetry={proposed.retry} />;
  if (!proposed.data) return <Waiting>Looking at the columns</Waiting>;
  return <Mapping connection={connection} table={table} proposed={proposed.data} onClose={onClose} />;
}

function isNeeded(field: Field): boolean {
  return neededFields.some((needed) => needed === field);
}

function Mapping({ connection, table, proposed, onClose }: EventsFormProps & { readonly proposed: ProposedMapping }) {
  const [mapping, setMapping] = useState<EventsMapping>(proposed.mapping);
  const [isSaving, setIsSaving] = useState(false);
  const [error, setError] = useState<EngineError | null>(null);
  const options = table.columns.map(({ name, type }) => ({ value: name, label: `${name} (${type})` }));
  const missing = neededFields.filter((field) => !mapping.columns[field]);
  const isAsProposed = mapping === proposed.mapping;

  async function save() {
    setIsSaving(true);
    setError(null);
    try {
      await saveEvents(connection, mapping);
      onClose();
    } catch (thrown) {
      setError(EngineError.from(thrown));
      setIsSaving(false);
    }
  }

  return (
    <form
      className={classes.mapping}
      onSubmit={(event) => {
        event.preventDefault();
        if (missing.length === 0) void save();
      }}
    >
      {isAsProposed && proposed.problem !== null && (
        <p className={classes.problem} role="alert">
          <IconAlertTriangle size={16} stroke={1.75} aria-hidden /> {proposed.problem}
        </p>
      )}
      {proposed.notes.length > 0 && (
        <ul className={classes.notes}>
          {proposed.notes.map((note) => (
            <li key={note} className={classes.said}>
              <IconInfoCircle size={16} stroke={1.5} aria-hidden /> {note}
            </li>
          ))}
        </ul>
      )}
      <div className={classes.fields} role="group" aria-label="Columns of the nine fields">
        {fields.map((field) => {
          const column = mapping.columns[field];
          const id = `events-column-of-${field}`;
          return (
            <div key={field} className={classes.field}>
              <label htmlFor={id} className={classes.label}>
                {fieldWords[field]} {isNeeded(field) && <span className={classes.dim}>needed</span>}
              </label>
              <Select
                id={id}
                size="xs"
                placeholder={isNeeded(field) ? 'Choose a column' : 'absent'}
                data={options}
                searchable={options.length > 12}
                clearable={!isNeeded(field)}
                allowDeselect={!isNeeded(field)}
                value={column?.column ?? null}
                error={isNeeded(field) && !column}
                onChange={(next) => setMapping(setField(mapping, field, next, column?.form))}
              />
              {field === 'event_time' && column && (
                <Select
                  size="xs"
                  aria-label="How the time is written"
                  data={[...timeForms]}
                  value={column.form}
                  allowDeselect={false}
                  onChange={(next) => {
                    const form = timeForms.find(({ value }) => value === next)?.value;
                    if (form) setMapping(setField(mapping, field, column.column, form));
                  }}
                />
              )}
            </div>
          );
        })}
      </div>
      <EventWordsOf mapping={mapping} onChange={setMapping} />
      <div className={classes.field}>
        <label htmlFor="events-partition" className={classes.label}>
          Parted by day
        </label>
        <Select
          id="events-partition"
          size="xs"
          placeholder="Not by day"
          data={options}
          clearable
          value={mapping.partition?.column ?? null}
          onChange={(next) => setMapping(setPartition(mapping, next, mapping.partition?.form ?? 'iso_text'))}
        />
        {mapping.partition && (
          <Select
            size="xs"
            aria-label="How the day is written"
            data={[...partitionForms]}
            value={mapping.partition.form}
            allowDeselect={false}
            onChange={(next) => {
              const form = partitionForms.find(({ value }) => value === next)?.value;
              if (form) setMapping(setPartition(mapping, mapping.partition?.column ?? null, form));
            }}
          />
        )}
      </div>
      {error && <ErrorNote error={error} meaning="Nothing was changed." />}
      <div className={classes.foot}>
        <span className={classes.dim}>
          {missing.length > 0 && `Without a column: ${missing.map((field) => fieldWords[field]).join(', ')}`}
        </span>
        <Button size="sm" variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button size="sm" type="submit" disabled={missing.length > 0} loading={isSaving}>
          Use as events
        </Button>
      </div>
    </form>
  );
}
