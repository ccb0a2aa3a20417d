import { Button, Switch, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { layOutSpread } from '../../../charts/signal-bars.js';
import type { SignalSpread } from '../../../preload/contract.js';
import {
  ruleKinds,
  settingsOf,
  titleOf,
  unitOf,
  type DetectorRule,
  type Rule,
  type RulePack,
} from '../../../preload/rules/pack.js';
import type { RuleKind, Setting } from '../../../preload/rules/rule-kind.js';
import type { WindowRule } from '../../../preload/rules/window-rule.js';
import { changeDraft } from '../../state/rules.js';
import { removeRule, setSetting, setWindowThreshold, switchRule, windowReach } from './change-rules.js';
import { describeWindowRule } from './describe-window-rule.js';
import { SettingSlider } from './SettingSlider.js';
import { SpreadView } from './SpreadView.js';
import classes from './RuleCard.module.css';

interface RuleCardProps {
  readonly rule: Rule;
  readonly pack: RulePack;
  /** Of the last simulation; undefined where there is none yet. */
  readonly spread: SignalSpread | undefined;
  /** A pack has one rule at least. */
  readonly isLast: boolean;
}

/** What a rule catches, whether it is on, its numbers, and why they are what they are. */
export function RuleCard({ rule, pack, spread, isLast }: RuleCardProps) {
  const [isOpen, setIsOpen] = useState(false);
  const meaning = rule.kind === 'window' ? describeWindowRule(rule) : ruleKinds[rule.kind].meaning;
  return (
    <section className={classes.card} data-off={!rule.isOn || undefined} aria-label={titleOf(rule)}>
      <div className={classes.head}>
        <UnstyledButton className={classes.open} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <IconChevronRight size={16} className={classes.chevron} aria-hidden />
          <span className={classes.words}>
            <span className={classes.title}>{titleOf(rule)}</span> <span className={classes.id}>{rule.id}</span>
            <span className={classes.meaning}>{meaning}</span>
          </span>
        </UnstyledButton>
        <Switch
          size="xs"
          withThumbIndicator={false}
          aria-label={`${titleOf(rule)} is on`}
          checked={rule.isOn}
          onChange={(event) => changeDraft(switchRule(pack, rule.id, event.currentTarget.checked))}
        />
      </div>
      {isOpen && (
        <div className={classes.body}>
          {rule.kind === 'window' ? (
            <WindowSettings rule={rule} pack={pack} spread={spread} isLast={isLast} />
          ) : (
            <DetectorSettings rule={rule} pack={pack} spread={spread} />
          )}
        </div>
      )}
    </section>
  );
}

interface DetectorSettingsProps {
  readonly rule: DetectorRule;
  readonly pack: RulePack;
  readonly spread: SignalSpread | undefined;
}

function DetectorSettings({ rule, pack, spread }: DetectorSettingsProps) {
  const kind: RuleKind = ruleKinds[rule.kind];
  const values: Readonly<Record<string, number>> = settingsOf(rule);
  const threshold = kind.settings[kind.threshold];
  return (
    <>
      <div className={classes.settings}>
        {threshold && (
          <ThresholdSlider
            title={kind.signal.title}
            direction={kind.signal.direction}
            unit={kind.signal.unit}
            spread={spread}
            setting={threshold}
            value={values[kind.threshold] ?? threshold.default}
            onChange={(next) => changeDraft(setSetting(pack, rule.id, kind.threshold, next))}
          />
        )}
        {Object.entries(kind.settings).map(
          ([name, setting]) =>
            name !== kind.threshold && (
              <SettingSlider
                key={name}
                setting={setting}
                value={values[name] ?? setting.default}
                onChange={(next) => changeDraft(setSetting(pack, rule.id, name, next))}
              />
            ),
        )}
      </div>
      <dl className={classes.definition}>
        <Line name="Formula" text={kind.formula} />
        <Line name="Source" text={kind.source} />
        <Line name="What it cannot see, and who is caught wrongly" text={kind.blindSpot} />
        <Line
          name="Looks at"
          text={kind.entities.map((entity) => (entity === 'global' ? 'the shop' : `${entity}s`)).join(', ')}
        />
        <Line name="Severity at most" text={rule.maxSeverity} />
      </dl>
    </>
  );
}

interface ThresholdSliderProps {
  readonly title: string;
  readonly unit: string;
  readonly direction: 'above' | 'below';
  readonly spread: SignalSpread | undefined;
  readonly setting: Setting;
  readonly value: number;
  readonly onChange: (value: number) => void;
}

/** The threshold under the spread of its signal: thumb and line stand one above the other. */
function ThresholdSlider({ title, unit, direction, spread, setting, value, onChange }: ThresholdSliderProps) {
  const { min, max } = setting;
  const layout = useMemo(() => layOutSpread({ bars: spread?.bars ?? [] }, [min, max]), [spread, min, max]);
  const under =
    spread && spread.bars.length > 0 ? { left: layout.placeOf(min), right: layout.placeOf(max) } : undefined;
  return (
    <div>
      <SpreadView {...{ title, unit, direction, spread, layout }} threshold={value} />
      <SettingSlider setting={setting} value={value} onChange={onChange} under={under} />
    </div>
  );
}

interface WindowSettingsProps {
  readonly rule: WindowRule;
  readonly pack: RulePack;
  readonly spread: SignalSpread | undefined;
  readonly isLast: boolean;
}

function WindowSettings({ rule, pack, spread, isLast }: WindowSettingsProps) {
  const { value, direction } = rule.threshold;
  // While it is dragged the slider must not grow under the pointer.
  const [reach] = useState(() => windowReach(value));
  const setting = { title: `Fires ${direction}`, unit: unitOf(rule), default: value, ...reach };
  return (
    <>
      <div className={classes.settings}>
        <ThresholdSlider
          title="Highest value in a window"
          direction={direction}
          unit={unitOf(rule)}
          spread={spread}
          setting={setting}
          value={value}
          onChange={(next) => changeDraft(setWindowThreshold(pack, rule.id, next))}
        />
      </div>
      <dl className={classes.definition}>
        <Line name="Formula" text={describeWindowRule(rule)} />
        <Line name="Severity" text={rule.severity} />
        {!isLast && (
          <div>
            <Button size="compact-xs" variant="default" onClick={() => changeDraft(removeRule(pack, rule.id))}>
              Remove the rule
            </Button>
          </div>
        )}
      </dl>
    </>
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
