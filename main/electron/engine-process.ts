/** Starts the engine's process, introduces pages to it, and starts it again when it dies. No row passes through here. */
import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';
import { channels } from '../../preload/channels.js';
import type { EngineConfig } from '../engine/engine.js';
import type { Vault } from '../engine/vault.js';
import type { MessageToEngine } from './engine.js';
import { answerVaultQuestion, type VaultQuestion } from './vault-messages.js';

const longestCloseMs = 3000;
const crashesInARow = 3;
const crashWindowMs = 60_000;

export interface EngineProcessOptions {
  /** The bundle of engine.ts. */
  readonly entry: string;
  readonly config: Omit<EngineConfig, 'vault'>;
  /** Stays while the engine is started again. */
  readonly vault: Vault;
  /** The engine died so often in a minute that it is not started again. Resolves to whether to try once more. */
  readonly askWhetherToTryAgain: (reason: string) => Promise<boolean>;
}

export class EngineProcess {
  private child: UtilityProcess;
  private page: WebContents | null = null;
  private closing = false;
  private crashTimes: number[] = [];

  constructor(private readonly options: EngineProcessOptions) {
    this.child = this.start();
  }

  /** Gives the page a port to the engine. Only one page is served: it is told when the engine dies and is back. */
  connect(page: WebContents, notice: string | null = null): void {
    this.page = page;
    const { port1, port2 } = new MessageChannelMain();
    this.post({ kind: 'connect' }, port1);
    page.postMessage(channels.enginePort, notice, [port2]);
  }

  /** Lets the engine close its files, for a few seconds at most. */
  async close(): Promise<void> {
    if (this.closing) return;
    this.closing = true;
    await new Promise<void>((resolve) => {
      this.child.once('exit', () => resolve());
      setTimeout(() => (this.child.kill(), resolve()), longestCloseMs);
      this.post({ kind: 'close' });
    });
  }

  private start(): UtilityProcess {
    const child = utilityProcess.fork(this.options.entry, [JSON.stringify(this.options.config)], {
      serviceName: 'Vitrine engine',
    });
    child.once('exit', (code) => void this.recover(code));
    child.on('message', (question: VaultQuestion) => {
      void answerVaultQuestion(this.options.vault, question).then((answer) => child.postMessage(answer));
    });
    return child;
  }

  private post(message: MessageToEngine, port?: Electron.MessagePortMain): void {
    this.child.postMessage(message, port ? [port] : []);
  }

  private async recover(code: number): Promise<void> {
    if (this.closing) return;
    const reason = `The engine stopped unexpectedly (exit code ${code}).`;
    this.tellPage(channels.engineGone, reason);
    if (this.isCrashLoop() && !(await this.options.askWhetherToTryAgain(reason))) return;
    this.child = this.start();
    if (this.page !== null && !this.page.isDestroyed())
      this.connect(
        this.page,
        `${reason} It was started again: the loaded data is as it was, what was running has to be started anew.`,
      );
  }

  private isCrashLoop(): boolean {
    const now = Date.now();
    this.crashTimes = [...this.crashTimes.filter((time) => now - time < crashWindowMs), now];
    return this.crashTimes.length >= crashesInARow;
  }

  private tellPage(channel: string, text: string): void {
    if (this.page !== null && !this.page.isDestroyed()) this.page.send(channel, text);
  }
}
