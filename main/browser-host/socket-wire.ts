import type { WebSocket } from 'ws';
import { decodeMessage, encodeMessage } from '../../preload/codec.js';
import type { Reply, Request, Wire } from '../../preload/contract.js';

function isRequest(message: unknown): message is Request {
  if (typeof message !== 'object' || message === null) return false;
  const { kind, id, name } = message as { kind?: unknown; id?: unknown; name?: unknown };
  return typeof id === 'number' && (kind === 'cancel' || (kind === 'call' && typeof name === 'string'));
}

/** The engine's end of a WebSocket. A message that is none closes it. */
export function socketWire(socket: WebSocket): Wire<Reply, Request> {
  socket.on('error', () => socket.terminate());
  return {
    post(message) {
      if (socket.readyState === socket.OPEN) socket.send(encodeMessage(message));
    },
    onMessage(listener) {
      socket.on('message', (data: Buffer) => {
        let message: unknown = null;
        try {
          message = decodeMessage(data);
        } catch {
          // closed below
        }
        if (isRequest(message)) listener(message);
        else socket.close(1003, 'This is not a message of the contract.');
      });
    },
    onClose(listener) {
      socket.on('close', () => listener('The page was closed.'));
    },
  };
}
