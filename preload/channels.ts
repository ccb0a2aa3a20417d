/** Electron's message channels between the preload and the main process, named in one place. */
export const channels = {
  // asked by the page
  requestEngine: 'vitrine:request-engine',
  pickFiles: 'vitrine:pick-files',
  chooseSavePath: 'vitrine:choose-save-path',
  showInFolder: 'vitrine:show-in-folder',
  saveBytes: 'vitrine:save-bytes',
  mayNotify: 'vitrine:may-notify',
  notify: 'vitrine:notify',
  // told to the page
  enginePort: 'vitrine:engine-port',
  engineGone: 'vitrine:engine-gone',
  menu: 'vitrine:menu',
} as const;
