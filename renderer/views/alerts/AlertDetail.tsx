import { ActionIcon, Anchor, Button, Group, Textarea, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { stateWords, verdictWords } from '../../../charts/alert-words.js';
import { formatMoment } from '../../../charts/format-moment.js';
import type { KeptAlert } from '../../../preload/contract.js';
import { careFor } from '../../state/alerts.js';
import { changeOwn, useFilters } from '../../state/filters.js';
import { useRuleNames } from '../../state/rule-names.js';
import { formatNumber, formatUnits } from '../../ui/format-number.js';
import { AllowForm } from './AllowForm.js';
import { CareButtons } from './CareButtons.js';
import { Evidence } from './Evidence.js';
import { nameEntity } from './name-entity.js';
import { RuleOfAlert } from './RuleOfAlert.js';
import { SeverityMark } from './SeverityMark.js';
import classes from './AlertDetail.module.css';

interface AlertDetailProps {
  readonly dataset: string;
  readonly alert: KeptAlert;
  readonly onClose: () => void;
}

/** One alert: why, what a person may say of it, its events, its rule. */
export function AlertDetail({ dataset, alert, onClose }: AlertDetailProps) {
  const { entity, severity, state, verdict, reason, allowedBy } = alert;
  const { type, id } = entity;
  const nameRule = useRuleNames();
  return (
    <section className={classes.detail} aria-label="The alert">
      <div className={classes.head}>
        <SeverityMark severity={severity} />
        <span>{stateWords[state]}</span>
        {verdict !== 'none' && <span>· {verdictWords[verdict]}</span>}
        <Tooltip label="Close">
          <ActionIcon variant="subtle" color="gray" aria-label="Close the alert" onClick={onClose}>
            <IconX size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      <div>
        <h2 className={classes.title}>
          {nameRule(alert)}: {nameEntity(entity)} <span className={classes.id}>{alert.rule}</span>
        </h2>
        <p className={classes.reason}>{reason}</p>
      </div>
      <div className={classes.buttons}>
        <CareButtons dataset={dataset} alerts={[alert]} />
        {type !== 'global' && <AllowForm dataset={dataset} entity={{ type, id }} allowedBy={allowedBy} />}
      </div>
      <Facts alert={alert} />
      <Note key={alert.id} dataset={dataset} alert={alert} />
      {type !== 'global' && (
        <Anchor
          component="button"
          size="sm"
          className={classes.link}
          onClick={() => changeOwn({ entity: `${type}:${id}` })}
        >
          Everything that this {type} did
        </Anchor>
      )}
      <Evidence dataset={dataset} alert={alert} />
      <RuleOfAlert alert={alert} />
    </section>
  );
}

function Facts({ alert }: { readonly alert: KeptAlert }) {
  const [{ tz }] = useFilters();
  const time = (at: string | null) => (at === null ? null : formatMoment(at, tz));
  const sign = alert.direction === 'above' ? '>' : '<';
  const facts: readonly (readonly [string, string | null])[] = [
    ['Value, threshold', `${formatNumber(alert.value)} ${sign} ${formatNumber(alert.threshold)} ${alert.unit}`],
    ['Evidence', formatUnits(alert.events, 'events')],
    ['Purchases it touches', formatNumber(alert.purchaseValue, 'money')],
    [`First event (${tz})`, time(alert.firstEventAt)],
    ['Detected', time(alert.detectedAt)],
    ['Last event', time(alert.lastEventAt)],
    ['Recovering since', time(alert.recoveringAt)],
    ['Resolved', time(alert.resolvedAt)],
    ['User', alert.entity.type === 'session' ? alert.user : null],
    ['Seen', time(alert.acknowledgedAt)],
    ['Muted until', time(alert.mutedUntil)],
    ['Allowed', alert.allowedBy],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([name, fact]) => fact !== null && <Fact key={name} name={name} fact={fact} />)}
    </dl>
  );
}

function Fact({ name, fact }: { readonly name: string; readonly fact: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{fact}</dd>
    </div>
  );
}

function Note({ dataset, alert }: { readonly dataset: string; readonly alert: KeptAlert }) {
  const [text, setText] = useState(alert.note ?? '');
  const isChanged = text !== (alert.note ?? '');
  return (
    <div>
      <Textarea
        size="xs"
        autosize
        minRows={1}
        maxRows={6}
        maxLength={2000}
        placeholder="A note for whoever looks at it next"
        aria-label="Note"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {isChanged && (
        <Group justify="flex-end" mt={8}>
          <Button
            size="compact-sm"
            onClick={() => void careFor(dataset, [alert.id], { note: text === '' ? null : text })}
          >
            Save the note
          </Button>
        </Group>
      )}
    </div>
  );
}
