import { Button, Menu, Tabs } from '@mantine/core';
import { IconChartBar, IconDots, IconGitCompare, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { dayStart } from '../../../charts/format-moment.js';
import type { PackComparison } from '../../../preload/contract.js';
import type { RulePack } from '../../../preload/rules/pack.js';
import type { PackEntry } from '../../../preload/shapes.js';
import { saveJson } from '../../state/exports.js';
import { changeOwn, useFilters } from '../../state/filters.js';
import {
  activatePack,
  changeDraft,
  comparePacks,
  isSamePack,
  removePack,
  simulatePack,
  useRules,
  type SimulationAim,
} from '../../state/rules.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { formatNumber } from '../../ui/format-number.js';
import { CompareResult } from './CompareResult.js';
import { OwnRuleForm } from './OwnRuleForm.js';
import { RuleCard } from './RuleCard.js';
import { SavePack } from './SavePack.js';
import { SimulationNumbers, SimulationResult } from './SimulationResult.js';
import classes from './RulesScreen.module.css';

interface PackViewProps {
  readonly entry: PackEntry;
  readonly packs: readonly PackEntry[];
  /** With the changes that are not saved. */
  readonly pack: RulePack;
}

const tabs = ['rules', 'found', 'compared'] as const;

function useAim(): SimulationAim | null {
  const [{ dataset, from, to, tz }] = useFilters();
  if (dataset === null) return null;
  return {
    dataset,
    from: from === null ? undefined : dayStart(from, tz),
    to: to === null ? undefined : dayStart(to, tz),
  };
}

/** Another comparison begins with what it has most of. */
function compareKey({ added, gone, changed }: PackComparison): string {
  return [added.length, gone.length, changed.length].join(' ');
}

/** A pack with its rules; tried, compared, saved, made the active one. */
export function PackView({ entry, packs, pack }: PackViewProps) {
  const aim = useAim();
  const { simulated, compared, isWorking, error } = useRules();
  const [isAdding, setIsAdding] = useState(false);
  const [tab, setTab] = useState<(typeof tabs)[number]>('rules');
  const isChanged = !isSamePack(entry.pack, pack);
  const found = simulated?.pack.name === pack.name && simulated.aim.dataset === aim?.dataset ? simulated : null;
  const difference = compared?.pack.name === pack.name && compared.aim.dataset === aim?.dataset ? compared : null;
  const isThere = { rules: true, found: found !== null, compared: difference !== null };
  const shown = isThere[tab] ? tab : 'rules';
  const hasBaseline = packs.some(({ pack: other }) => other.name === 'baseline');
  const [before] = entry.earlier;
  return (
    <article className={classes.main}>
      <header className={classes.head}>
        <h1 className={classes.title}>
          {pack.title}, version {entry.pack.version}
          {isChanged && ', changed'}
        </h1>
        <div className={classes.controls}>
          <Button
            size="xs"
            variant={isChanged ? 'default' : 'filled'}
            leftSection={<IconChartBar size={14} />}
            disabled={aim === null || isWorking}
            loading={isWorking}
            onClick={() => aim && void simulatePack(aim, pack, hasBaseline)}
          >
            Simulate
          </Button>
          {(isChanged || before) && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconGitCompare size={14} />}
              disabled={aim === null || isWorking}
              onClick={() => {
                if (aim === null) return;
                setTab('compared');
                void comparePacks(aim, isChanged ? entry.pack : (before ?? pack), pack);
              }}
            >
              {isChanged ? 'Compare with the saved one' : `Compare with version ${before?.version}`}
            </Button>
          )}
          {isChanged && (
            <>
              <SavePack entry={entry} pack={pack} packs={packs} />
              <Button size="xs" variant="default" onClick={() => changeDraft(null)}>
                Undo the changes
              </Button>
            </>
          )}
          {!isChanged && !entry.isActive && (
            <Button size="xs" variant="default" onClick={() => void activatePack(pack.name)}>
              Make it the active pack
            </Button>
          )}
          <Menu shadow="md" position="bottom-end">
            <Menu.Target>
              <Button size="xs" variant="default" px={8} aria-label="More of this pack">
                <IconDots size={14} />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => void saveJson(`Rules ${pack.title}`, pack)}>Export as JSON</Menu.Item>
              {!entry.isShipped && (
                <Menu.Item
                  color="red"
                  onClick={() => {
                    changeOwn({ pack: null });
                    void removePack(pack.name);
                  }}
                >
                  Remove the pack
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        </div>
      </header>
      {pack.about !== '' && <p className={classes.about}>{pack.about}</p>}
      {error && (
        <ErrorNote error={error} onRetry={aim === null ? undefined : () => void simulatePack(aim, pack, hasBaseline)} />
      )}
      {found && <SimulationNumbers simulated={found} pack={pack} />}
      <Tabs
        value={shown}
        onChange={(value) => setTab(tabs.find((one) => one === value) ?? 'rules')}
        keepMounted={false}
      >
        <Tabs.List mb={12}>
          <Tabs.Tab value="rules">Rules {formatNumber(pack.rules.length)}</Tabs.Tab>
          <Tabs.Tab value="found" disabled={found === null}>
            Alerts per day
          </Tabs.Tab>
          <Tabs.Tab value="compared" disabled={difference === null}>
            Two versions compared
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rules" className={classes.panel} keepMounted>
          {pack.rules.map((rule) => (
            <RuleCard
              key={rule.id}
              rule={rule}
              pack={pack}
              spread={found?.simulation.spreads.find((spread) => spread.rule === rule.id)}
              isLast={pack.rules.length === 1}
            />
          ))}
          {isAdding ? (
            <OwnRuleForm pack={pack} onClose={() => setIsAdding(false)} />
          ) : (
            <div>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconPlus size={14} />}
                onClick={() => setIsAdding(true)}
              >
                A rule of your own
              </Button>
            </div>
          )}
        </Tabs.Panel>
        <Tabs.Panel value="found" className={classes.panel}>
          {found && <SimulationResult simulated={found} />}
        </Tabs.Panel>
        <Tabs.Panel value="compared">
          {difference && <CompareResult key={compareKey(difference.comparison)} compared={difference} />}
        </Tabs.Panel>
      </Tabs>
    </article>
  );
}
