/** The doctor's checks that belong to this host: the page for the browser, the window for the desktop. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { DoctorCheck } from '../../preload/contract.js';
import { check } from '../engine/doctor.js';
import type { Surroundings } from './surroundings.js';

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function hasDisplay(environment: Surroundings['environment']): boolean {
  return process.platform !== 'linux' || Boolean(environment['DISPLAY'] || environment['WAYLAND_DISPLAY']);
}

/** Asking the package itself could start a download, so this only looks where its binary would lie. */
async function hasElectron({ shippedDir, environment }: Surroundings): Promise<boolean> {
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  return (
    (override !== undefined && (await exists(override))) ||
    (await exists(join(shippedDir, 'node_modules/electron/dist/version')))
  );
}

/** A machine without a window is no fault: `npm start` then opens the browser. The check says which it will be. */
async function checkWindow(surroundings: Surroundings): Promise<DoctorCheck> {
  const name = 'window';
  if (!hasDisplay(surroundings.environment))
    return {
      name,
      ok: true,
      detail: 'no display here: Vitrine opens in the browser (vitrine serve)',
      wayOut: 'For a window of its own, start Vitrine on a machine with a display.',
    };
  if (!(await hasElectron(surroundings)))
    return {
      name,
      ok: true,
      detail: 'Electron’s program is not here yet: npm start fetches it, or opens the browser',
      wayOut: 'For a window of its own, run npm start once with a network.',
    };
  return { name, ok: true, detail: 'a display and Electron are here', wayOut: null };
}

/** Runs the checks. Never throws. */
export async function checkHost(surroundings: Surroundings): Promise<readonly DoctorCheck[]> {
  const page = join(surroundings.shippedDir, 'dist/renderer/index.html');
  return [
    await check('page', 'Build it: npm run build.', async () => {
      if (!(await exists(page))) throw new Error('the page for the browser is not built');
      return 'built';
    }),
    await checkWindow(surroundings),
  ];
}
