/** How human the background is: the figures that real rows have been measured by. */
import { quantile } from '../scoring/bootstrap.js';
import type { Background } from './background.js';

export interface BackgroundShape {
  readonly name: string;
  readonly events: number;
  readonly days: number;
  readonly perSecond: number;
  /** Highest and lowest mean of an hour. */
  readonly busiestHour: number;
  readonly quietestHour: number;
  readonly viewShare: number;
  readonly sessions: number;
  readonly sessionMedian: number;
  readonly sessionP99: number;
  readonly sessionLongest: number;
  /** Of views that are not the first of their session: of the product before. */
  readonly reviewShare: number;
  readonly gapMedianSeconds: number;
  readonly gapsUpToOneSecond: number;
  readonly sessionsPerUser: number;
  readonly usersWithSeveralSessions: number;
  /** Highest number of views of a session in 2 and in 5 minutes. */
  readonly mostIn2Minutes: number;
  readonly mostIn5Minutes: number;
  readonly products: number;
}

interface Visit {
  events: number;
  last: number;
  product: number;
  recent: number[];
}

export function measureShape({ name, rows, goods, from, to }: Background): BackgroundShape {
  const visits = new Map<number, Visit>();
  const sessionsOf = new Map<number, number>();
  const hours = new Map<number, number>();
  const gaps: number[] = [];
  let [views, follow, again, quick, steps] = [0, 0, 0, 0, 0];
  let [most2, most5] = [0, 0];
  for (let at = 0; at < rows.length; at++) {
    const now = rows.second[at] as number;
    const product = rows.product[at] as number;
    const user = rows.user[at] as number;
    const hour = Math.floor(now / 3600);
    hours.set(hour, (hours.get(hour) ?? 0) + 1);
    const isView = rows.type[at] === 0;
    if (isView) views++;
    const key = ((rows.sessionHigh[at] as number) & 0x1fffff) * 2 ** 32 + ((rows.sessionLow[at] as number) >>> 0);
    let visit = visits.get(key);
    if (visit === undefined) {
      visits.set(key, (visit = { events: 0, last: now, product, recent: [] }));
      sessionsOf.set(user, (sessionsOf.get(user) ?? 0) + 1);
    } else {
      const gap = now - visit.last;
      steps++;
      if (gap <= 1) quick++;
      if (steps % 16 === 0) gaps.push(gap);
      if (isView) {
        follow++;
        if (visit.product === product) again++;
      }
    }
    visit.events++;
    visit.last = now;
    visit.product = product;
    if (isView) {
      const { recent } = visit;
      recent.push(now);
      while ((recent[0] as number) <= now - 300) recent.shift();
      most5 = Math.max(most5, recent.length);
      most2 = Math.max(most2, recent.filter((time) => time > now - 120).length);
    }
  }
  const lengths = [...visits.values()].map(({ events }) => events);
  const whole = [...hours.values()].slice(1, -1);
  const perHour = whole.length > 0 ? whole : [...hours.values()];
  return {
    name,
    events: rows.length,
    days: (to - from) / 86_400,
    perSecond: rows.length / (to - from),
    busiestHour: Math.max(...perHour) / 3600,
    quietestHour: Math.min(...perHour) / 3600,
    viewShare: views / rows.length,
    sessions: visits.size,
    sessionMedian: quantile(lengths, 0.5),
    sessionP99: quantile(lengths, 0.99),
    sessionLongest: lengths.reduce((a, b) => Math.max(a, b), 0),
    reviewShare: again / Math.max(1, follow),
    gapMedianSeconds: quantile(gaps, 0.5),
    gapsUpToOneSecond: quick / Math.max(1, steps),
    sessionsPerUser: visits.size / sessionsOf.size,
    usersWithSeveralSessions: [...sessionsOf.values()].filter((count) => count > 1).length / sessionsOf.size,
    mostIn2Minutes: most2,
    mostIn5Minutes: most5,
    products: goods.count,
  };
}
