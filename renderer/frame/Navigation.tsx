import { Tooltip } from '@mantine/core';
import { useState } from 'react';
import { useOpenAlerts } from '../state/alerts.js';
import { goTo, linkTo, useScreen } from '../state/filters.js';
import { Logo } from '../ui/Logo.js';
import { useReachableScreens } from './reachable-screens.js';
import type { ScreenEntry } from './screens.js';
import classes from './Navigation.module.css';

/** The screens that have something to show; on narrow windows their icons alone. */
export function Navigation() {
  const here = useScreen();
  const shown = useReachableScreens();
  const reports = shown.filter(({ group }) => group === 'reports');
  const detection = shown.filter(({ group }) => group === 'detection');
  const openAlerts = useOpenAlerts();
  const workspace = shown.filter(({ group }) => group === 'workspace');
  return (
    <nav className={classes.nav} aria-label="Screens">
      <div className={classes.brand}>
        <Logo />
        <span className={classes.name}>Vitrine</span>
      </div>
      {reports.map((entry) => (
        <NavigationLink key={entry.screen} entry={entry} isHere={entry.screen === here} />
      ))}
      {reports.length > 0 && <hr className={classes.line} />}
      {detection.map((entry) => (
        <NavigationLink
          key={entry.screen}
          entry={entry}
          isHere={entry.screen === here}
          badge={entry.screen === 'alerts' ? openAlerts : 0}
        />
      ))}
      {detection.length > 0 && <hr className={classes.line} />}
      {workspace.map((entry) => (
        <NavigationLink key={entry.screen} entry={entry} isHere={entry.screen === here} />
      ))}
    </nav>
  );
}

interface NavigationLinkProps {
  readonly entry: ScreenEntry;
  readonly isHere: boolean;
  /** Not shown where it is 0. */
  readonly badge?: number;
}

function NavigationLink({ entry, isHere, badge = 0 }: NavigationLinkProps) {
  const { screen, name, icon: Glyph, key } = entry;
  // After a click the mouse rests here, and the tip would lie over the new screen's title.
  const [isClicked, setIsClicked] = useState(false);
  return (
    <Tooltip label={`${name} · G then ${key.toUpperCase()}`} position="right" openDelay={600} disabled={isClicked}>
      <a
        className={classes.link}
        href={linkTo(screen)}
        aria-label={name}
        aria-current={isHere ? 'page' : undefined}
        onMouseLeave={() => setIsClicked(false)}
        onClick={(event) => {
          setIsClicked(true);
          if (event.ctrlKey || event.metaKey || event.shiftKey) return;
          event.preventDefault();
          goTo(screen);
        }}
      >
        <Glyph size={18} stroke={1.5} aria-hidden />
        <span className={classes.name}>{name}</span>
        {badge > 0 && (
          <span className={classes.badge} title={`${badge} high or medium alerts that nobody has judged`}>
            {badge > 999 ? '999+' : badge}
          </span>
        )}
      </a>
    </Tooltip>
  );
}
