import { ruleKinds, settingsOf, titleOf, type DetectorRule, type Rule } from '../../../preload/rules/pack.js';
import type { RuleKind } from '../../../preload/rules/rule-kind.js';
import type { KeptAlert } from '../../../preload/contract.js';
import { useCall } from '../../engine.js';
import { goTo } from '../../state/filters.js';
import { formatNumber } from '../../ui/format-number.js';
import { describeWindowRule } from '../rules/describe-window-rule.js';
import { Anchor } from '@mantine/core';
import classes from './AlertDetail.module.css';

/** The rule as the alert's version of the pack has it: thresholds, formula, source and blind spot. */
export function RuleOfAlert({ alert }: { readonly alert: KeptAlert }) {
  const packs = useCall('packs.list', {}).data ?? [];
  const entry = packs.find(({ pack }) => pack.name === alert.pack);
  const pack = entry && [entry.pack, ...entry.earlier].find(({ version }) => version === alert.packVersion);
  const rule = pack?.rules.find(({ id }) => id === alert.rule);
  return (
    <section>
      <h3 className={classes.heading}>
        Rule{' '}
        <Anchor component="button" size="xs" onClick={() => goTo('rules', {}, { pack: alert.pack })}>
          {rule ? titleOf(rule) : alert.rule}
        </Anchor>{' '}
        of {pack?.title ?? alert.pack}, version {alert.packVersion}
      </h3>
      {rule ? (
        <Definition rule={rule} />
      ) : (
        <p className={classes.reason}>This version of the pack is no longer kept.</p>
      )}
    </section>
  );
}

function Definition({ rule }: { readonly rule: Rule }) {
  if (rule.kind === 'window')
    return (
      <dl className={classes.definition}>
        <Line name="What it catches" text={rule.title} />
        <Line name="Formula" text={describeWindowRule(rule)} />
      </dl>
    );
  const kind: RuleKind = ruleKinds[rule.kind];
  return (
    <dl className={classes.definition}>
      <Line name="What it catches" text={kind.meaning} />
      <div>
        <dt>Thresholds</dt>
        <dd className={classes.thresholds}>
          <Thresholds rule={rule} kind={kind} />
        </dd>
      </div>
      <Line name="Formula" text={kind.formula} />
      <Line name="Source" text={kind.source} />
      <Line name="What it cannot see" text={kind.blindSpot} />
    </dl>
  );
}

function Line({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{text}</dd>
    </div>
  );
}

function Thresholds({ rule, kind }: { readonly rule: DetectorRule; readonly kind: RuleKind }) {
  const values: Readonly<Record<string, number>> = settingsOf(rule);
  return Object.entries(kind.settings).map(([name, { title, unit }]) => (
    <span key={name} className={classes.threshold}>
      <span>{title}</span>
      <span>
        {formatNumber(values[name])} {unit}
      </span>
    </span>
  ));
}
