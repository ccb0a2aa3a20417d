import { useMantineColorScheme } from '@mantine/core';
import { useEffect, useState } from 'react';
import { EngineNotice } from './frame/EngineNotice.js';
import { DropAnywhere } from './frame/DropAnywhere.js';
import { Navigation } from './frame/Navigation.js';
import { Palette } from './frame/Palette.js';
import { useReachableScreens } from './frame/reachable-screens.js';
import { screenEntries } from './frame/screens.js';
import { ScreenView } from './frame/ScreenView.js';
import { ShortcutsHelp } from './frame/ShortcutsHelp.js';
import { StatusLine } from './frame/StatusLine.js';
import { TopBar } from './frame/TopBar.js';
import { Tray } from './frame/Tray.js';
import { useMenu } from './frame/use-menu.js';
import { useShortcuts } from './frame/use-shortcuts.js';
import { chooseDataset, showDataset, useDatasets } from './state/datasets.js';
import { useElsewhere } from './state/engine-choice.js';
import { useFilters, useScreen } from './state/filters.js';
import { rememberSettings, useSettings } from './state/settings.js';
import { ErrorNote } from './ui/ErrorNote.js';
import { StartScreen } from './views/start/StartScreen.js';
import classes from './App.module.css';

/** Where the URL names no dataset, the last one is opened, else the newest. Remembers the one that is looked at. */
function useOpenDataset(): void {
  const [{ dataset }] = useFilters();
  const datasets = useDatasets();
  const settings = useSettings();
  const list = datasets.loading ? undefined : datasets.data;
  const last = settings.data?.lastDataset;
  useEffect(() => {
    if (!list || last === undefined) return;
    if (dataset === null || list.length === 0) showDataset(chooseDataset(list, last));
    else if (dataset !== last && list.some(({ name }) => name === dataset)) rememberSettings({ lastDataset: dataset });
  }, [list, last, dataset]);
}

/** The theme of the settings; until they are known, the one of the last time. */
function useTheme(): void {
  const theme = useSettings().data?.theme;
  const { setColorScheme } = useMantineColorScheme();
  useEffect(() => {
    if (theme) setColorScheme(theme);
  }, [theme, setColorScheme]);
}

export function App() {
  const screen = useScreen();
  const [{ dataset }] = useFilters();
  const datasets = useDatasets();
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  useOpenDataset();
  useTheme();
  useMenu();
  const entry = screenEntries.find((other) => other.screen === screen);
  const isElsewhere = useElsewhere() !== null;
  const isFirstStart = datasets.data?.length === 0 && entry?.needsDataset === true && !isElsewhere;
  const reachable = useReachableScreens();
  useShortcuts(reachable, () => setIsHelpOpen(true));
  useEffect(() => {
    const parts = isFirstStart ? [] : [dataset, entry?.name].filter((part) => part !== null);
    document.title = parts.length > 0 ? `${parts.join(' · ')} – Vitrine` : 'Vitrine';
  }, [dataset, entry, isFirstStart]);

  if (!datasets.data && !datasets.error) return <Opening />;
  return (
    <div className={classes.window} data-plain={isFirstStart || undefined}>
      {!isFirstStart && <Navigation />}
      <div className={classes.main}>
        {!isFirstStart && (dataset !== null || isElsewhere) && (
          <TopBar hasFilters={entry?.group === 'reports'} hasDays={entry?.group === 'detection'} />
        )}
        <EngineNotice />
        <main className={classes.content} key={screen}>
          {datasets.error && !datasets.data && (
            <div className={classes.trouble}>
              <ErrorNote error={datasets.error} meaning="The datasets could not be listed." onRetry={datasets.retry} />
            </div>
          )}
          {isFirstStart ? <StartScreen /> : (datasets.data || !entry?.needsDataset) && <ScreenView screen={screen} />}
        </main>
        <Tray />
        <StatusLine />
      </div>
      <Palette onShortcuts={() => setIsHelpOpen(true)} />
      <ShortcutsHelp opened={isHelpOpen} onClose={() => setIsHelpOpen(false)} />
      <DropAnywhere />
    </div>
  );
}

/** Before it is known what there is, nothing that would jump a moment later. */
function Opening() {
  return (
    <div className={classes.window} data-plain>
      <div className={classes.main}>
        <main className={classes.content} aria-busy />
        <StatusLine />
      </div>
    </div>
  );
}
