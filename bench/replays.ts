/** Replays with several packs, beside reading their columns and doing nothing with them. */
import { withEngine } from './open.js';
import { readColumns, timeReplay, type ReplayFigures } from './replay.js';
import type { Figure, Subject } from './subject.js';

const packs = { none: 'no rule', baseline: 'the baseline pack', default: 'the default pack' } as const;
type Pack = keyof typeof packs;

export const replays: Subject = {
  name: 'replays',
  title: 'Replays',
  steps: {
    columns: ({ workspaceDir, shippedDir }) => readColumns(workspaceDir, shippedDir),
    none: (place) => withEngine(place, ({ call }) => timeReplay(call, 'none')),
    baseline: (place) => withEngine(place, ({ call }) => timeReplay(call, 'baseline')),
    default: (place) => withEngine(place, ({ call }) => timeReplay(call, 'default')),
  },
  measure(run, { rows }) {
    const columns = run<number>('columns').answer;
    const figures: Figure[] = [
      { id: 'columns', what: 'reading the columns of a replay', value: columns, unit: 's' },
      { id: 'columnsSpeed', what: 'reading the columns of a replay', value: rows / columns, unit: 'rows/s' },
    ];
    for (const [pack, words] of Object.entries(packs) as [Pack, string][]) {
      const { seconds, alerts, workerBytes } = run<ReplayFigures>(pack).answer;
      const what = `replay with ${words}`;
      const note = `${alerts} alerts, thread ${(workerBytes / 1e6).toFixed(0)} MB`;
      figures.push(
        { id: `replay ${pack}`, what, value: seconds, unit: 's', note },
        { id: `replaySpeed ${pack}`, what, value: rows / seconds, unit: 'rows/s' },
        { id: `replayRatio ${pack}`, what: `${what} ÷ reading the columns`, value: seconds / columns, unit: '×' },
      );
    }
    return figures;
  },
};
