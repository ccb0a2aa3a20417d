import { Button, Switch, UnstyledButton } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
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
import type { RuleKind } from '../../../preload/rules/rule-kind.js';
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
  return (
    <>
      <div className={classes.settings}>
        {Object.entries(kind.settings).map(([name, setting]) => {
          const value = values[name] ?? setting.default;
          return (
            <div key={name}>
              {name === kind.threshold && (
                <SpreadView
                  title={kind.signal.title}
                  direction={kind.signal.direction}
                  unit={kind.signal.unit}
                  spread={spread}
                  threshold={value}
                  reach={setting}
                />
              )}
              <SettingSlider
                setting={setting}
                value={value}
                onChange={(next) => changeDraft(setSetting(pack, rule.id, name, next))}
              />
            </div>
          );
        })}
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
        <SpreadView
          title="Highest value in a window"
          direction={direction}
          unit={unitOf(rule)}
          spread={spread}
          threshold={value}
          reach={reach}
        />
        <SettingSlider
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
