import { spotlight } from '@mantine/spotlight';
import { useEffect } from 'react';
import { goTo } from '../state/filters.js';
import { isCovered } from '../ui/is-covered.js';
import type { ScreenEntry } from './screens.js';

/** After G, the letter of the screen is waited for so long. */
const sequenceMs = 1500;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** G then a letter goes to a screen, / searches, ? shows the shortcuts. ⌘/Ctrl K belongs to the palette. */
export function useShortcuts(entries: readonly ScreenEntry[], onHelp: () => void): void {
  useEffect(() => {
    let gPressedAt = -Infinity;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || isCovered()) return;
      const key = event.key.toLowerCase();
      const entry = event.timeStamp - gPressedAt < sequenceMs && entries.find((other) => other.key === key);
      gPressedAt = key === 'g' ? event.timeStamp : -Infinity;
      if (entry) goTo(entry.screen);
      else if (key === '/') spotlight.open();
      else if (key === '?') onHelp();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [entries, onHelp]);
}
