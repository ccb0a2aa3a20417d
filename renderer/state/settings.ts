import type { SettingsPatch } from '../../preload/contract.js';
import type { Settings } from '../../preload/shapes.js';
import { callEngine, refreshCalls, useCall, type CallState } from '../engine.js';

export function useSettings(): CallState<Settings> {
  return useCall('settings.get', {});
}

/** Resolves to the settings as they now are. Rejects with EngineError. */
export async function changeSettings(patch: SettingsPatch): Promise<Settings> {
  const settings = await callEngine('settings.set', patch);
  refreshCalls('settings.get');
  return settings;
}
