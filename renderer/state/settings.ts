import type { SettingsPatch } from '../../preload/contract.js';
import type { Settings } from '../../preload/shapes.js';
import { callEngine, refreshCalls, useCall, type CallState } from '../engine.js';
import { failureOf, startTask } from './tasks.js';

export function useSettings(): CallState<Settings> {
  return useCall('settings.get', {});
}

/** Resolves to the settings as they now are. Rejects with EngineError. */
export async function changeSettings(patch: SettingsPatch): Promise<Settings> {
  const settings = await callEngine('settings.set', patch);
  refreshCalls('settings.get');
  return settings;
}

/** Changes settings without waiting; trouble is told in the tray. */
export function rememberSettings(patch: SettingsPatch): void {
  changeSettings(patch).catch((thrown: unknown) => startTask('Settings').finish(failureOf(thrown)));
}
