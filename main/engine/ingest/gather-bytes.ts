/** Reads ahead of whoever takes, so that little waits and much comes at once. */

export class GatheredBytes {
  private parts: Buffer[] = [];
  private bytes = 0;
  private isOver = false;
  private failure: unknown = null;
  private wakeTaker: () => void = () => undefined;
  private wakeReader: () => void = () => undefined;

  /** Stops reading while more than `limitBytes` wait; an abort is the end of it. */
  constructor(
    source: AsyncIterable<Uint8Array>,
    private readonly limitBytes: number,
    signal: AbortSignal,
  ) {
    signal.addEventListener('abort', () => this.stop(), { once: true });
    void this.read(source);
  }

  /** What has come since the last time, at least one byte; null at the end. Throws what the source throws. */
  async take(): Promise<Buffer | null> {
    while (this.parts.length === 0) {
      if (this.failure !== null) throw this.failure;
      if (this.isOver) return null;
      await new Promise<void>((resolve) => {
        this.wakeTaker = resolve;
      });
    }
    const taken = Buffer.concat(this.parts);
    this.parts = [];
    this.bytes = 0;
    this.wakeReader();
    return taken;
  }

  /** Whether something has come that has not been taken. */
  get hasMore(): boolean {
    return this.parts.length > 0;
  }

  /** Nothing more is wanted. */
  stop(): void {
    this.isOver = true;
    this.wakeReader();
    this.wakeTaker();
  }

  private async read(source: AsyncIterable<Uint8Array>): Promise<void> {
    try {
      for await (const part of source) {
        if (this.isOver) break;
        if (part.length === 0) continue;
        this.parts.push(Buffer.from(part)); // a copy: some sources use their memory again
        this.bytes += part.length;
        this.wakeTaker();
        while (this.bytes >= this.limitBytes && !this.isOver)
          await new Promise<void>((resolve) => {
            this.wakeReader = resolve;
          });
      }
    } catch (error) {
      this.failure = error;
    }
    this.isOver = true;
    this.wakeTaker();
  }
}
