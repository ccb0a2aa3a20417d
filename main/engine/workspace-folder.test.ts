import { describe, expect, it } from 'vitest';
import { chooseWorkspaceDir, defaultWorkspaceDir } from './workspace-folder.js';

describe('the default workspace', () => {
  it('follows XDG on Linux and ignores a relative XDG_DATA_HOME', () => {
    expect(defaultWorkspaceDir('linux', {}, '/home/ana')).toBe('/home/ana/.local/share/vitrine');
    expect(defaultWorkspaceDir('linux', { XDG_DATA_HOME: '/data' }, '/home/ana')).toBe('/data/vitrine');
    expect(defaultWorkspaceDir('linux', { XDG_DATA_HOME: 'data' }, '/home/ana')).toBe('/home/ana/.local/share/vitrine');
  });

  it('is Application Support on macOS and the roaming folder on Windows', () => {
    expect(defaultWorkspaceDir('darwin', {}, '/Users/ana')).toBe('/Users/ana/Library/Application Support/Vitrine');
    expect(defaultWorkspaceDir('win32', { APPDATA: 'C:\\R' }, 'C:\\Users\\ana')).toBe('C:\\R\\Vitrine');
    expect(defaultWorkspaceDir('win32', {}, 'C:\\Users\\ana')).toBe('C:\\Users\\ana\\AppData\\Roaming\\Vitrine');
  });
});

describe('the chosen workspace', () => {
  it('is what is named, else the variable, else the default', () => {
    expect(chooseWorkspaceDir('here', { VITRINE_WORKSPACE: '/there' })).toBe('here');
    expect(chooseWorkspaceDir(undefined, { VITRINE_WORKSPACE: '/there' })).toBe('/there');
    expect(chooseWorkspaceDir(undefined, { VITRINE_WORKSPACE: '' })).toBe(defaultWorkspaceDir(process.platform, {}));
  });
});
