/** The frame for the screen: times as texts, ids as they were written. */
import type { Alert, LiveFrame } from '../../../../preload/alert.js';
import { writeTime, type ReadNames } from '../replay/alert-writer.js';
import type { RateBucket } from './rate-buckets.js';
import type { Reached, ThreadFrame } from '../replay/worker-messages.js';

const maximumAlerts = 200;

interface FrameParts {
  readonly run: string;
  readonly frame: ThreadFrame;
  readonly reached: Reached;
  readonly alerts: readonly Alert[];
  readonly totalRows: number;
  readonly boundSeconds: number;
  readonly readNames: ReadNames;
}

function toRate({ start, seconds, counts, revenue }: RateBucket): LiveFrame['rates'][number] {
  const [view = 0, cart = 0, remove = 0, purchase = 0] = counts.map((count) => count / seconds);
  const sales = counts[3] ?? 0;
  return { at: writeTime(start), seconds, view, cart, remove_from_cart: remove, purchase, sales, revenue };
}

export async function makeFrame(parts: FrameParts): Promise<LiveFrame> {
  const { run, frame, reached, alerts, totalRows, boundSeconds, readNames } = parts;
  const names = await readNames(
    'product',
    frame.topProducts.map(({ product }) => product),
  );
  const { dayBefore } = frame;
  const latest = reached.time ?? frame.at;
  // A time t is late where t ≤ watermark: it stands 1 ms before the bound.
  const watermark = latest - boundSeconds * 1000 - 1;
  return {
    run,
    state: frame.state,
    speed: frame.speed,
    at: writeTime(frame.at),
    watermark: writeTime(watermark),
    rows: reached.rows,
    totalRows,
    rates: frame.rates.map(toRate),
    activeUsers: { value: frame.activeUsers, dayBefore: dayBefore.activeUsers },
    salesPerMinute: { value: frame.salesPerMinute, dayBefore: dayBefore.salesPerMinute },
    revenuePerMinute: { value: frame.revenuePerMinute, dayBefore: dayBefore.revenuePerMinute },
    conversion: { value: frame.conversion, dayBefore: dayBefore.conversion },
    topProducts: frame.topProducts.map(({ product, views }) => ({
      product: names.get(product) ?? String(product),
      views,
    })),
    alerts: alerts.slice(-maximumAlerts),
    openAlerts: frame.openAlerts,
    totalAlerts: frame.totalAlerts,
    health: {
      eventsPerSecond: frame.eventsPerSecond,
      watermarkLagSeconds: (latest - watermark) / 1000,
      late: 0, // a dataset is in order
      keys: frame.keys,
      evicted: reached.evicted,
      memoryBytes: frame.memoryBytes,
    },
  };
}
