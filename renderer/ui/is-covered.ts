const covers = '[role="dialog"], [role="menu"], [role="listbox"]';

/** Whether a dialog, menu or list lies over the page: then the keys are theirs. Closed lists may stay in the page unseen. */
export function isCovered(): boolean {
  return [...document.querySelectorAll(covers)].some((element) => element.getClientRects().length > 0);
}
