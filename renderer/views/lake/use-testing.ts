import { useEffect, useRef, useState } from 'react';
import { EngineError, type ConnectionCheck } from '../../../preload/contract.js';
import { testConnection, type ConnectionRequest } from '../../state/connections.js';

interface Tested {
  readonly isRunning: boolean;
  /** Of the last test; null before it. */
  readonly checks: readonly ConnectionCheck[] | null;
  readonly error: EngineError | null;
}

export interface Testing extends Tested {
  readonly test: (which: { readonly name: string } | ConnectionRequest) => Promise<void>;
  readonly forget: () => void;
}

const untested: Tested = { isRunning: false, checks: null, error: null };

/** A test of a connection; it is ended where its place goes, or another one begins. */
export function useTesting(): Testing {
  const [tested, setTested] = useState(untested);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function test(which: { readonly name: string } | ConnectionRequest) {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setTested({ ...untested, isRunning: true });
    try {
      const checks = await testConnection(which, controller.signal);
      if (running.current === controller) setTested({ isRunning: false, checks, error: null });
    } catch (thrown) {
      if (running.current === controller) setTested({ ...untested, error: EngineError.from(thrown) });
    }
  }

  return { ...tested, test, forget: () => setTested(untested) };
}
