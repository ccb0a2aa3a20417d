import { openShell } from '../shell/open-shell.js';

/** The window around this page, opened once. */
export const shell = openShell();
