/** Where the Electron binary lies, without ever downloading it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDir } from '../build/parts.mjs';

const executables = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' };
const packageDir = join(projectDir, 'node_modules/electron');

/** The path of the binary: in `ELECTRON_OVERRIDE_DIST_PATH`, else the one downloaded earlier; null where there is none. */
export function locateElectron() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const path = override
    ? join(override, executables[process.platform] ?? 'electron')
    : join(packageDir, 'dist', readName());
  return existsSync(path) ? path : null;
}

function readName() {
  try {
    return readFileSync(join(packageDir, 'path.txt'), 'utf8');
  } catch {
    return executables[process.platform] ?? 'electron';
  }
}

/** True where a window can be shown. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}
