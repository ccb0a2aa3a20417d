/** What goes wrong on purpose, and the log of what was asked. */

export type FaultKind =
  /** `ThrottlingException` of Athena; `SlowDown` of S3. */
  | 'throttling'
  | 'TooManyRequests'
  | 'InternalError'
  | 'SlowDown'
  | 'ExpiredToken'
  | 'AccessDenied'
  /** A service that speaks like AWS and lacks a call. */
  | 'UnknownOperation'
  /** The connection is cut after `afterBytes` of the answer (of the request, where data goes up). */
  | 'cut'
  /** The answer waits for `delayMs`. */
  | 'delay';

export interface Fault {
  /** `GetObject`, `StartQueryExecution`; left out: any. */
  readonly operation?: string;
  /** A part of the key. */
  readonly key?: string;
  readonly kind: FaultKind;
  /** How many answers; 1 where it is left out. */
  readonly times?: number;
  /** Of `cut`. Left out: somewhere in the data, by chance. */
  readonly afterBytes?: number;
  readonly delayMs?: number;
}

export interface LoggedRequest {
  readonly service: 's3' | 'athena';
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** As the SDK's command: `GetObject`. */
  operation: string;
  bucket: string | null;
  key: string | null;
  /** Of the header; null without one. */
  readonly range: string | null;
  bytesIn: number;
  bytesOut: number;
  /** 0 where the connection was cut before the answer began. */
  status: number;
  errorCode: string | null;
  wasCut: boolean;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
  /** Those that have not come yet. */
  readonly pending: number;
}

interface Pending {
  readonly fault: Fault;
  left: number;
}

export interface FaultBox extends Faults {
  /** Takes one of the next fault that fits. */
  take(request: LoggedRequest): Fault | null;
}

export function createFaults(): FaultBox {
  let list: Pending[] = [];
  return {
    add: (fault) => void list.push({ fault, left: fault.times ?? 1 }),
    clear: () => void (list = []),
    get pending() {
      return list.reduce((sum, { left }) => sum + left, 0);
    },
    take(request) {
      const found = list.find(
        ({ fault }) =>
          (fault.operation === undefined || fault.operation === request.operation) &&
          (fault.key === undefined || (request.key ?? '').includes(fault.key)),
      );
      if (found === undefined) return null;
      found.left -= 1;
      if (found.left <= 0) list = list.filter((other) => other !== found);
      return found.fault;
    },
  };
}
