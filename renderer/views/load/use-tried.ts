import { useDebouncedValue } from '@mantine/hooks';
import type { FileLayout } from '../../../preload/contract.js';
import type { FileInspection, TriedLayout } from '../../../preload/shapes.js';
import { useCall, type CallState } from '../../engine.js';

const waitMs = 250;

/** The beginning of a file through a layout; while it changes, the answer before stays. Null asks nothing. */
export function useTried({ path }: FileInspection, layout: FileLayout | null): CallState<TriedLayout> {
  const [settled] = useDebouncedValue(layout === null ? null : JSON.stringify(layout), waitMs);
  const parsed = settled === null ? null : (JSON.parse(settled) as FileLayout);
  return useCall('files.try', parsed && { path, layout: parsed });
}
