/** Whether a dialog, menu or list lies over the page: then the keys are theirs. */
export function isCovered(): boolean {
  return document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]') !== null;
}
