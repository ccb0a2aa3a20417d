/** A relay before a server that breaks all connections when so many bytes have come through: for tests. */
import { once } from 'node:events';
import { createServer, connect, type AddressInfo, type Socket } from 'node:net';

export interface CuttingProxy {
  readonly url: string;
  /** From the server to the client. */
  readonly relayed: () => number;
  readonly cuts: () => number;
  close(): Promise<void>;
}

/** `cutsAt` are ascending: bytes that have come through by then. Every second cut resets, the others just end. */
export async function openCuttingProxy(target: string, cutsAt: readonly number[]): Promise<CuttingProxy> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let relayed = 0;
  let cuts = 0;

  function cut(): void {
    cuts++;
    for (const socket of sockets) {
      if (cuts % 2 === 0) socket.resetAndDestroy();
      else socket.destroy();
    }
  }

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
    client.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => {
      if (client.destroyed) return;
      relayed += chunk.length;
      if (!client.write(chunk)) {
        upstream.pause();
        client.once('drain', () => upstream.resume());
      }
      const next = cutsAt[cuts];
      if (next !== undefined && relayed >= next) cut();
    });
    upstream.on('end', () => client.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    relayed: () => relayed,
    cuts: () => cuts,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
