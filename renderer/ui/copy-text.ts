import { useCallback, useEffect, useState } from 'react';

/** Puts a text on the clipboard. The Clipboard API may be denied (permissions are); then the older way. */
export function copyText(text: string): void {
  navigator.clipboard?.writeText(text).catch(() => copyBySelection(text));
  if (!navigator.clipboard) copyBySelection(text);
}

function copyBySelection(text: string): void {
  const area = document.createElement('textarea');
  const focused = document.activeElement;
  area.value = text;
  area.style.position = 'fixed';
  area.style.opacity = '0';
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
}

/** True for a moment after the returned function was called. */
export function useCopied(): readonly [boolean, () => void] {
  const [count, setCount] = useState(0);
  const [shown, setShown] = useState(0);
  useEffect(() => {
    if (count === 0) return;
    const timer = setTimeout(() => setShown(count), 1200);
    return () => clearTimeout(timer);
  }, [count]);
  return [count !== shown, useCallback(() => setCount((before) => before + 1), [])];
}
