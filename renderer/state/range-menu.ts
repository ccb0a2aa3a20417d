/** Whether the choice of days in the bar is open: other places send people there. */
import { create } from 'zustand';

export const useRangeMenu = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }));

export function showRange(isOpen: boolean): void {
  useRangeMenu.setState({ isOpen });
}

/** A moment later, when the dialog that sends people there has given the focus back. */
export function openRange(): void {
  setTimeout(() => showRange(true), 200);
}
