/** Where Vitrine keeps its data when nobody says otherwise: the one answer of all hosts. */
import { homedir } from 'node:os';
import { posix, win32 } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The platform's data folder for Vitrine, absolute: `$XDG_DATA_HOME/vitrine` or `~/.local/share/vitrine` on Linux,
 * `~/Library/Application Support/Vitrine` on macOS, `%APPDATA%\Vitrine` on Windows. The folder need not exist.
 */
export function defaultWorkspaceDir(
  platform: NodeJS.Platform = process.platform,
  environment: Environment = process.env,
  home: string = homedir(),
): string {
  if (platform === 'win32') {
    const appData = environment['APPDATA'];
    return win32.join(appData || win32.join(home, 'AppData', 'Roaming'), 'Vitrine');
  }
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Vitrine');
  // The XDG specification says that a relative path is to be ignored.
  const dataHome = environment['XDG_DATA_HOME'];
  return posix.join(dataHome && posix.isAbsolute(dataHome) ? dataHome : posix.join(home, '.local', 'share'), 'vitrine');
}

/** The workspace: what the caller names, else `VITRINE_WORKSPACE`, else {@link defaultWorkspaceDir}. May be relative. */
export function chooseWorkspaceDir(named: string | undefined, environment: Environment = process.env): string {
  return named || environment['VITRINE_WORKSPACE'] || defaultWorkspaceDir(process.platform, environment);
}
