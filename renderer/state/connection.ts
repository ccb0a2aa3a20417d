/** Whether the engine is there, as the screen says it. */
import { create } from 'zustand';
import { plugWire } from '../engine.js';
import { shell } from './shell.js';

interface Connection {
  readonly state: 'starting' | 'ready' | 'gone';
  /** Why the engine was started again; null once the person has read it. */
  readonly notice: string | null;
}

export const useConnection = create<Connection>(() => ({ state: 'starting', notice: null }));

export function dismissNotice(): void {
  useConnection.setState({ notice: null });
}

/** Uses every wire that the shell brings, from the first on. */
export function keepConnected(): void {
  let turn = 0;
  shell.onEngine((wire, notice) => {
    const own = ++turn;
    useConnection.setState((before) => ({ state: 'ready', notice: notice ?? before.notice }));
    wire.onClose(() => {
      if (own === turn) useConnection.setState({ state: 'gone' });
    });
    plugWire(wire);
  });
}
