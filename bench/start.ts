/** From the start of the program to a window that shows the figures of the last dataset. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { browserProblem, newPage, rememberDataset, showsFigures, startHost, withBrowser } from './browser.js';
import { medianOf, notMeasured, type Figure, type Place, type RunStep, type Subject } from './subject.js';

const starts = 5;
const longestStartMs = 60_000;
const debuggingPort = 9377;

/** The browser is open already, as it is with people; each start has a fresh profile. */
async function startBrowserHosts(place: Place): Promise<readonly number[]> {
  await rememberDataset(place);
  return withBrowser(async (browser) => {
    const seconds: number[] = [];
    for (let start = 0; start < starts; start += 1) {
      const page = await newPage(browser);
      const startedAt = performance.now();
      const host = await startHost(place);
      try {
        await page.goto(host.url, { waitUntil: 'commit' });
        await page.waitForFunction(showsFigures, null, { polling: 'raf' });
        seconds.push((performance.now() - startedAt) / 1000);
      } finally {
        await page.context().close();
        await host.close();
      }
    }
    return seconds;
  });
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The address under which the window's page can be asked; none while there is no such page. */
async function findPage(): Promise<string | undefined> {
  const targets = await fetch(`http://127.0.0.1:${debuggingPort}/json`).then(
    (answer) => answer.json() as Promise<readonly { url: string; webSocketDebuggerUrl: string }[]>,
    () => [],
  );
  return targets.find(({ url }) => url.startsWith('vitrine:'))?.webSocketDebuggerUrl;
}

/** When (in ms since 1970) the page first showed its figures, asked over the DevTools protocol. */
async function waitForFigures(): Promise<number> {
  const expression = `new Promise((resolve) => {
    const look = () => (${showsFigures})() ? resolve(Date.now()) : requestAnimationFrame(look);
    look();
  })`;
  const until = Date.now() + longestStartMs;
  while (Date.now() < until) {
    const address = await findPage();
    if (address === undefined) {
      await pause(5);
      continue;
    }
    const socket = new WebSocket(address);
    await once(socket, 'open');
    socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression, awaitPromise: true } }));
    const [message] = (await once(socket, 'message')) as [Buffer];
    socket.close();
    const { result } = JSON.parse(message.toString()) as { result?: { result?: { value?: number } } };
    if (result?.result?.value !== undefined) return result.result.value; // else the page was not the one yet
  }
  throw new Error('The window shows no figures.');
}

/** Not through Playwright's launcher, which holds the app up until it has attached. */
async function startElectrons(place: Place): Promise<readonly number[]> {
  await rememberDataset(place);
  const seconds: number[] = [];
  for (let start = 0; start < starts; start += 1) {
    const startedAt = Date.now();
    const child = spawn(
      process.env['VITRINE_ELECTRON'] ?? '',
      ['--no-sandbox', `--remote-debugging-port=${debuggingPort}`, place.shippedDir, '--workspace', place.workspaceDir],
      { stdio: 'ignore' },
    );
    try {
      seconds.push(((await waitForFigures()) - startedAt) / 1000);
    } finally {
      child.kill();
      await once(child, 'exit');
    }
  }
  return seconds;
}

function say(run: RunStep, step: string, what: string, problem: string | null): Figure {
  if (problem !== null) return notMeasured(step, what, 's', problem);
  const seconds = run<readonly number[]>(step).answer;
  return { id: step, what, value: medianOf(seconds), unit: 's', note: `first ${seconds[0]?.toFixed(2)} s` };
}

export const start: Subject = {
  name: 'start',
  title: 'Start, until the figures of the last dataset stand on the Overview',
  steps: { startBrowserHost: startBrowserHosts, startElectron: startElectrons },
  measure: (run) => [
    say(run, 'startBrowserHost', 'start of the browser host', browserProblem()),
    say(
      run,
      'startElectron',
      'start of Electron',
      process.env['VITRINE_ELECTRON'] ? null : (process.env['VITRINE_NO_ELECTRON'] ?? 'Electron is not here'),
    ),
  ],
};
