import { app, Menu, shell, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../../preload/shell.js';
import { dataPage } from './external-pages.js';

/** The native menu. Its own commands are for the page to carry out; the rest are the system's roles. */
export function setMenu(send: (command: MenuCommand) => void): void {
  const isMac = process.platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const settings: MenuItemConstructorOptions = {
    label: 'Settings…',
    accelerator: 'CmdOrCtrl+,',
    click: () => send('settings'),
  };
  const about: MenuItemConstructorOptions = { label: `About ${app.name}`, click: () => send('about') };

  const appMenu: MenuItemConstructorOptions = {
    label: app.name,
    submenu: [about, separator, settings, separator, { role: 'hide' }, { role: 'hideOthers' }, { role: 'quit' }],
  };
  const file: MenuItemConstructorOptions = {
    label: '&File',
    submenu: [
      { label: 'Open Files…', accelerator: 'CmdOrCtrl+O', click: () => send('open-files') },
      { label: 'Open Sample', click: () => send('open-sample') },
      separator,
      ...(isMac ? [{ role: 'close' } as const] : [settings, separator, { role: 'quit' } as const]),
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: '&View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      separator,
      { role: 'togglefullscreen' },
      separator,
      { role: 'reload' },
      { role: 'toggleDevTools' },
    ],
  };
  const help: MenuItemConstructorOptions = {
    role: 'help',
    submenu: [
      { label: 'Where to Get the Data', click: () => void shell.openExternal(dataPage) },
      ...(isMac ? [] : [separator, about]),
    ],
  };
  const menus = [file, { role: 'editMenu' } as const, view, { role: 'windowMenu' } as const, help];
  Menu.setApplicationMenu(Menu.buildFromTemplate(isMac ? [appMenu, ...menus] : menus));
}
