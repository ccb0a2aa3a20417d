import { createServer, request } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { explainHttpError } from './http-errors.js';

it('a port at which nobody answers is not called a connection that broke', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  const [refused] = await once(request({ host: '127.0.0.1', port }).end(), 'error');
  expect(explainHttpError(refused, 'http://shop/a.csv')).toMatchObject({
    code: 'network',
    message: 'Nothing answers at “http://shop/a.csv”.',
    details: { wayOut: 'Look at the address and its port, and whether the server there runs.' },
  });
});
