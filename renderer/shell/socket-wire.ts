import { decodeMessage, encodeMessage } from '../../preload/codec.js';
import type { Reply, Request, Wire } from '../../preload/contract.js';

/** A wire over an open WebSocket whose `binaryType` is arraybuffer. */
export function socketWire(socket: WebSocket): Wire<Request, Reply> {
  return {
    post(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(encodeMessage(message) as Uint8Array<ArrayBuffer>);
    },
    onMessage(listener) {
      socket.addEventListener('message', (event: MessageEvent<ArrayBuffer>) => {
        listener(decodeMessage(new Uint8Array(event.data)) as Reply);
      });
    },
    onClose(listener) {
      socket.addEventListener('close', () => listener('The connection to Vitrine was lost.'));
    },
  };
}
