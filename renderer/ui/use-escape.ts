import { useEffect } from 'react';
import { isCovered } from './is-covered.js';

/** Esc does what the cancel button of running work does, unless something lies over the page that Esc closes. */
export function useEscape(onEscape: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !isCovered()) onEscape();
    };
    // Before a popover that Esc closes is gone, so that one Esc does one thing.
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, [onEscape]);
}
