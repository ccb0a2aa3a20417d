import { UnstyledButton } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { PackEntry } from '../../../preload/shapes.js';
import { useCall } from '../../engine.js';
import { changeOwn, useOwnParam } from '../../state/filters.js';
import { shownPack, useRules } from '../../state/rules.js';
import { ErrorNote } from '../../ui/ErrorNote.js';
import { formatCount } from '../../ui/format-number.js';
import { ImportPack } from './ImportPack.js';
import { PackView } from './PackView.js';
import classes from './RulesScreen.module.css';

/** Packs of rules to the left; one of them with its rules, and what it would find. */
export function RulesScreen() {
  const answer = useCall('packs.list', {});
  const [name] = useOwnParam<string>('pack', '');
  const draft = useRules((state) => state.draft);
  const packs = answer.data ?? [];
  const entry = packs.find(({ pack }) => pack.name === name) ?? packs.find(({ isActive }) => isActive) ?? packs[0];
  if (answer.error && !answer.data) return <ErrorNote error={answer.error} onRetry={answer.retry} />;
  if (!entry) return null;
  const shipped = packs.filter(({ isShipped }) => isShipped);
  const own = packs.filter(({ isShipped }) => !isShipped);
  return (
    <div className={classes.screen}>
      <nav className={classes.packs} aria-label="Packs">
        <h2 className={classes.packsTitle}>Shipped packs</h2>
        {shipped.map((one) => (
          <PackLink key={one.pack.name} entry={one} isHere={one === entry} />
        ))}
        {own.length > 0 && <h2 className={classes.packsTitle}>Your packs</h2>}
        {own.map((one) => (
          <PackLink key={one.pack.name} entry={one} isHere={one === entry} />
        ))}
        <ImportPack />
      </nav>
      <PackView key={entry.pack.name} entry={entry} packs={packs} pack={shownPack(entry, draft)} />
    </div>
  );
}

function PackLink({ entry, isHere }: { readonly entry: PackEntry; readonly isHere: boolean }) {
  const { pack, isActive } = entry;
  return (
    <UnstyledButton
      className={classes.pack}
      aria-current={isHere ? 'true' : undefined}
      onClick={() => changeOwn({ pack: pack.name })}
    >
      {pack.title}
      <span className={classes.packAbout}>
        Version {pack.version} · {formatCount(pack.rules.length, 'rule')}
        {isActive && (
          <span className={classes.active}>
            <IconCircleCheck size={13} aria-hidden />
            active
          </span>
        )}
      </span>
    </UnstyledButton>
  );
}
