/** From an answer on the wire to the charts that show it, over what people do on the screens of reports. */
import type { Page } from '@playwright/test';
import { browserProblem, newPage, rememberDataset, showsFigures, startHost, withBrowser } from './browser.js';
import { medianOf, notMeasured, p95Of, type Place, type Subject } from './subject.js';

/** Nothing has come or been drawn for so long: the screen is done. */
const quietMs = 400;
const longestMs = 60_000;

/** So many frames in a row drew nothing: what an answer changes has been drawn, if it was to be drawn at all. */
const quietFrames = 3;

/** What the page notes down: when answers came, and when each frame was through and whether something was drawn in it. */
interface Seen {
  answers: number[];
  frames: { at: number; isDrawn: boolean }[];
}

/** Runs in the page before its own scripts. */
function watchDrawing(): void {
  const seen: Seen = { answers: [], frames: [] };
  let isDrawn = false;
  const Socket = globalThis.WebSocket;
  globalThis.WebSocket = class extends Socket {
    constructor(...given: ConstructorParameters<typeof Socket>) {
      super(...given);
      this.addEventListener('message', () => seen.answers.push(performance.now()));
    }
  };
  const canvas = CanvasRenderingContext2D.prototype as unknown as Record<string, (...given: unknown[]) => unknown>;
  for (const name of ['clearRect', 'fillRect', 'fill', 'stroke', 'fillText', 'drawImage']) {
    const draw = canvas[name];
    canvas[name] = function (this: unknown, ...given: unknown[]) {
      isDrawn = true;
      return draw?.apply(this, given);
    };
  }
  // A message that is posted in a frame arrives when the frame has been painted.
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => seen.frames.push({ at: performance.now(), isDrawn: data === true });
  const onFrame = () => {
    port2.postMessage(isDrawn);
    isDrawn = false;
    requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
  Object.assign(globalThis, { seen });
}

const readSeen = (page: Page) => page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);

/** Waits until the page is quiet; returns what it has seen since the last time. */
async function settle(page: Page): Promise<Seen> {
  const until = Date.now() + longestMs;
  for (;;) {
    await page.waitForTimeout(quietMs / 2);
    const { seen, now, isBusy } = await page.evaluate(() => ({
      seen: (globalThis as unknown as { seen: Seen }).seen,
      now: performance.now(),
      isBusy: document.querySelector('main [aria-busy=true]') !== null,
    }));
    const drawn = seen.frames.filter((frame) => frame.isDrawn).map(({ at }) => at);
    const last = Math.max(...seen.answers, ...drawn, 0);
    if ((!isBusy && now - last > quietMs) || Date.now() > until) break;
  }
  const seen = await readSeen(page);
  await page.evaluate(() => Object.assign(globalThis.seen, { answers: [], frames: [] }));
  return seen;
}

declare global {
  var seen: Seen;
}

/** When the last of the frames that draw what came at this time was through; null where it changed no chart. */
function drawnAfter(at: number, next: number, frames: Seen['frames']): number | null {
  let drawnAt: number | null = null;
  let quiet = 0;
  for (const frame of frames) {
    if (frame.at <= at) continue;
    if (quiet === quietFrames || (drawnAt !== null && frame.at > next)) break;
    if (frame.isDrawn) drawnAt = frame.at;
    quiet = frame.isDrawn ? 0 : quiet + 1;
  }
  return drawnAt;
}

function latenciesOf({ answers, frames }: Seen): readonly number[] {
  return answers.flatMap((at, index) => {
    const drawnAt = drawnAfter(at, answers[index + 1] ?? Infinity, frames);
    return drawnAt === null ? [] : [drawnAt - at];
  });
}

const screens = ['overview', 'visitors', 'carts', 'categories', 'brands'] as const;

/** Changes of the filters that ask all charts of a screen anew. */
const changes = ['tz=Asia/Kathmandu', 'from=2019-10-05&to=2019-10-19', 'tz=America/Sao_Paulo&from=2019-10-02', ''];

/** Each screen, then each change on it: as links within the page, so that nothing but the answers is loaded. */
async function timeRedraws(place: Place): Promise<readonly number[]> {
  await rememberDataset(place);
  const host = await startHost(place);
  try {
    return await withBrowser(async (browser) => {
      const page = await newPage(browser);
      await page.addInitScript(watchDrawing);
      await page.goto(host.url);
      await page.waitForFunction(showsFigures);
      await settle(page);
      const latencies: number[] = [];
      for (const screen of screens) {
        for (const change of changes) {
          const hash = `#/${screen}?dataset=bench${change && `&${change}`}`;
          await page.evaluate((next) => {
            history.pushState(null, '', next);
            dispatchEvent(new PopStateEvent('popstate'));
          }, hash);
          latencies.push(...latenciesOf(await settle(page)));
        }
      }
      return latencies;
    });
  } finally {
    await host.close();
  }
}

export const redraw: Subject = {
  name: 'redraw',
  title: 'Charts',
  steps: { redraw: timeRedraws },
  measure(run) {
    const what = 'answer to redrawn charts, p95';
    const problem = browserProblem();
    if (problem !== null) return [notMeasured('redraw', what, 'ms', problem)];
    const latencies = run<readonly number[]>('redraw').answer;
    const note = `${latencies.length} answers on ${screens.length} screens, median ${medianOf(latencies).toFixed(0)} ms, most ${Math.max(...latencies).toFixed(0)} ms`;
    return [{ id: 'redraw', what, value: p95Of(latencies), unit: 'ms', note }];
  },
};
