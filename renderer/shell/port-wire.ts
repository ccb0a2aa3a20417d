import type { Reply, Request, Wire } from '../../preload/contract.js';

export interface ClosableWire extends Wire<Request, Reply> {
  close(reason: string): void;
}

/** A wire over a MessagePort. A port does not say when its other end is gone, so whoever knows calls `close`. */
export function portWire(port: MessagePort): ClosableWire {
  let closedBecause: string | null = null;
  const closeListeners: ((reason: string) => void)[] = [];
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.onmessage = (event: MessageEvent<Reply>) => listener(event.data);
    },
    onClose(listener) {
      closeListeners.push(listener);
    },
    close(reason) {
      if (closedBecause !== null) return;
      closedBecause = reason;
      port.close();
      for (const listener of closeListeners) listener(reason);
    },
  };
}
