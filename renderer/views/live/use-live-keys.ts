import { useEffect } from 'react';
import { changeSpeed, pausePlaying, startPlaying, stepPlaying, useLive, type LiveAim } from '../../state/live.js';
import { isCovered } from '../../ui/is-covered.js';

/** What has these keys for itself while it is in focus. */
const ownsArrows = 'input, textarea, select, [role="grid"], [role="slider"], [role="img"]';
const ownsSpace = `${ownsArrows}, button, a`;
const ownsLetters = 'input:not([type="radio"]), textarea, select';

/** Plays, pauses, or goes on. */
export function togglePlaying(aim: LiveAim): void {
  const { isRunning, isPaused } = useLive.getState();
  if (!isRunning) void startPlaying(aim);
  else pausePlaying(!isPaused);
}

/** Space plays and pauses, → goes a minute further, [ and ] change the speed. */
export function useLiveKeys(aim: LiveAim, isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isCovered()) return;
      const isIn = (owners: string) => event.target instanceof Element && event.target.closest(owners) !== null;
      if (event.key === ' ' && !isIn(ownsSpace)) togglePlaying(aim);
      else if (event.key === 'ArrowRight' && !isIn(ownsArrows)) void stepPlaying(aim);
      else if (event.key === '[' && !isIn(ownsLetters)) changeSpeed(-1);
      else if (event.key === ']' && !isIn(ownsLetters)) changeSpeed(1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [aim, isOn]);
}
