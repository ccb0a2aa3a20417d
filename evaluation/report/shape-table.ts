/** The backgrounds in figures. */
import type { BackgroundShape } from '../background/shape.js';
import { count, duration, percent, share, table } from './format.js';

const lines: readonly (readonly [title: string, value: (shape: BackgroundShape) => string])[] = [
  ['Events', ({ events }) => count(events)],
  ['Days', ({ days }) => share(days, 1)],
  ['Events a second, mean', ({ perSecond }) => share(perSecond, 1)],
  [
    '… in the busiest and the quietest hour',
    (shape) => `${share(shape.busiestHour, 1)}, ${share(shape.quietestHour, 1)}`,
  ],
  ['Products', ({ products }) => count(products)],
  ['Views among events', ({ viewShare }) => percent(viewShare)],
  ['Sessions', ({ sessions }) => count(sessions)],
  ['Events of a session: median, p99, most', (s) => `${s.sessionMedian}, ${count(s.sessionP99)}, ${s.sessionLongest}`],
  ['Re-views among views after the first', ({ reviewShare }) => share(reviewShare)],
  ['Median gap in a session', ({ gapMedianSeconds }) => duration(gapMedianSeconds)],
  ['Gaps of at most 1 s', ({ gapsUpToOneSecond }) => percent(gapsUpToOneSecond)],
  ['Sessions a user; users with several', (s) => `${share(s.sessionsPerUser)}; ${percent(s.usersWithSeveralSessions)}`],
  ['Most views of a session in 2 and 5 minutes', (s) => `${s.mostIn2Minutes}, ${s.mostIn5Minutes}`],
];

export function shapeTable(shapes: readonly BackgroundShape[]): string {
  return table(
    ['Background', ...shapes.map(({ name }) => name)],
    lines.map(([title, value]) => [title, ...shapes.map(value)]),
  );
}
