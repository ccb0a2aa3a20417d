/** What no page in this app may do, whatever runs in it. */
import { app, session, shell } from 'electron';
import { externalPages } from './external-pages.js';
import { isOwnPage } from './page-protocol.js';

/** Writing text to the clipboard (“copy the SQL”) is the one thing that Chromium asks about and the page may do. */
const grantedPermissions: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** Refuses new windows, navigation away from the page, and permissions. Must be called before the first window. */
export function lockDown(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(({ url }) => {
      if (externalPages.has(url)) void shell.openExternal(url);
      return { action: 'deny' };
    });
    contents.on('will-navigate', (event, url) => {
      if (!isOwnPage(url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });

  session.defaultSession.setPermissionRequestHandler((contents, permission, decide) => {
    decide(grantedPermissions.has(permission) && isOwnPage(contents.getURL()));
  });
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) => {
    return grantedPermissions.has(permission) && isOwnPage(origin);
  });
  session.defaultSession.setDevicePermissionHandler(() => false);
}
