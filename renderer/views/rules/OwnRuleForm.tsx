import { Button, MultiSelect, NumberInput, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { RulePack } from '../../../preload/rules/pack.js';
import { changeDraft } from '../../state/rules.js';
import { describeWindowRule } from './describe-window-rule.js';
import { emptyOwnRule, readOwnRule, type OwnRuleDraft } from './own-rule-draft.js';
import classes from './OwnRuleForm.module.css';
import layout from './RulesScreen.module.css';

interface OwnRuleFormProps {
  readonly pack: RulePack;
  readonly onClose: () => void;
}

const measures = [
  { value: 'count', label: 'Number of events' },
  { value: 'sum', label: 'Sum of prices' },
  { value: 'distinct', label: 'Distinct values' },
];
const distinct = [
  { value: 'product', label: 'of products' },
  { value: 'category', label: 'of categories' },
  { value: 'brand', label: 'of brands' },
  { value: 'session', label: 'of sessions' },
  { value: 'user', label: 'of users' },
];
const keys = [
  { value: 'user', label: 'A user' },
  { value: 'session', label: 'A session' },
  { value: 'product', label: 'A product' },
  { value: 'global', label: 'The whole shop' },
  { value: 'user_and_type', label: 'A user, by event type' },
];
const types = [
  { value: 'view', label: 'view' },
  { value: 'cart', label: 'cart' },
  { value: 'remove_from_cart', label: 'remove from cart' },
  { value: 'purchase', label: 'purchase' },
];
const windows = [
  { value: 'sliding', label: 'Looking back from each event' },
  { value: 'tumbling', label: 'By the clock' },
];
const directions = [
  { value: 'above', label: 'Above' },
  { value: 'below', label: 'Below' },
];
const severities = [
  { value: 'low', label: 'Low' },
  { value: 'medium', label: 'Medium' },
  { value: 'high', label: 'High' },
];

function toNumber(value: number | string): number | null {
  return typeof value === 'number' ? value : null;
}

/** So much of something, of someone, within a time: becomes a rule of the pack like any other. */
export function OwnRuleForm({ pack, onClose }: OwnRuleFormProps) {
  const [draft, setDraft] = useState(emptyOwnRule);
  const [wasTried, setWasTried] = useState(false);
  const read = readOwnRule(
    draft,
    pack.rules.map(({ id }) => id),
  );
  const problemOf = (field: string) => (wasTried ? read.problems?.[field] : undefined);
  const change = (changes: Partial<OwnRuleDraft>) => setDraft({ ...draft, ...changes });
  const select = { size: 'xs', allowDeselect: false, comboboxProps: { shadow: 'md' } } as const;

  function add() {
    setWasTried(true);
    if (read.rule === null) return;
    changeDraft({ ...pack, rules: [...pack.rules, read.rule] });
    onClose();
  }

  return (
    <section className={layout.box} aria-label="A rule of your own">
      <h2 className={layout.boxTitle}>A rule of your own</h2>
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <TextInput
          className={classes.wide}
          size="xs"
          label="Title"
          placeholder="Many products in a minute"
          value={draft.title}
          onChange={(event) => change({ title: event.currentTarget.value })}
          error={problemOf('title')}
          data-autofocus
        />
        <Select
          {...select}
          label="Measure"
          data={measures}
          value={draft.measure}
          onChange={(value) => change({ measure: value as OwnRuleDraft['measure'] })}
          error={problemOf('measure')}
        />
        {draft.measure === 'distinct' && (
          <Select
            {...select}
            label="Distinct values"
            placeholder="of what"
            data={distinct}
            value={draft.of}
            onChange={(value) => change({ of: value as OwnRuleDraft['of'] })}
            error={problemOf('of')}
          />
        )}
        <Select
          {...select}
          label="Of"
          data={keys}
          value={draft.key}
          onChange={(value) => change({ key: value as OwnRuleDraft['key'] })}
          error={problemOf('key')}
        />
        <MultiSelect
          size="xs"
          label="Events"
          placeholder={draft.types.length === 0 ? 'all types' : undefined}
          data={types}
          value={[...draft.types]}
          onChange={(value) => change({ types: value })}
          error={problemOf('filter')}
          comboboxProps={{ shadow: 'md' }}
        />
        <NumberInput
          size="xs"
          label="Price from"
          placeholder="any"
          value={draft.minPrice ?? ''}
          onChange={(value) => change({ minPrice: toNumber(value) })}
        />
        <NumberInput
          size="xs"
          label="Price to"
          placeholder="any"
          value={draft.maxPrice ?? ''}
          onChange={(value) => change({ maxPrice: toNumber(value) })}
        />
        <NumberInput
          size="xs"
          label="Window"
          suffix=" s"
          value={draft.seconds ?? ''}
          onChange={(value) => change({ seconds: toNumber(value) })}
          error={problemOf('window')}
        />
        <Select
          {...select}
          label="Which windows"
          data={windows}
          value={draft.window}
          onChange={(value) => change({ window: value as OwnRuleDraft['window'] })}
        />
        <Select
          {...select}
          label="Fires"
          data={directions}
          value={draft.direction}
          onChange={(value) => change({ direction: value as OwnRuleDraft['direction'] })}
          error={problemOf('threshold')}
        />
        <NumberInput
          size="xs"
          label="Threshold"
          value={draft.value ?? ''}
          onChange={(value) => change({ value: toNumber(value) })}
        />
        <Select
          {...select}
          label="Severity"
          data={severities}
          value={draft.severity}
          onChange={(value) => change({ severity: value as OwnRuleDraft['severity'] })}
        />
        <div className={classes.foot}>
          <span>{read.rule && describeWindowRule(read.rule)}</span>
          <div className={classes.buttons}>
            <Button size="xs" variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button size="xs" type="submit">
              Add the rule
            </Button>
          </div>
        </div>
      </form>
    </section>
  );
}
