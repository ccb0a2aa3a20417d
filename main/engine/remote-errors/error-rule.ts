/** A row of the table of errors, and the ways to say when it fits. */
import type { ErrorCode, ErrorDetails } from '../../../preload/contract.js';
import type { ErrorContext } from '../aws-errors.js';
import type { RemoteErrorFacts } from './error-facts.js';

interface Said {
  readonly code: ErrorCode;
  /** Follows “It was not possible to …: ”. */
  readonly what: string;
  readonly wayOut: string;
  readonly details?: ErrorDetails;
}

export interface ErrorRule {
  /** What a pattern caught of the error's text goes to `say`. */
  readonly fits: (facts: RemoteErrorFacts) => RegExpExecArray | boolean | null;
  readonly say: (facts: RemoteErrorFacts, context: ErrorContext, caught: readonly (string | undefined)[]) => Said;
}

/** By the error's name, with or without `Exception` at its end. */
export function named(...names: readonly string[]): ErrorRule['fits'] {
  return ({ name }) => names.includes(name) || names.includes(name.replace(/Exception$/, ''));
}

/** By the error's text. */
export function saying(pattern: RegExp): ErrorRule['fits'] {
  return ({ text }) => pattern.exec(text);
}

export function either(...tests: readonly ErrorRule['fits'][]): ErrorRule['fits'] {
  return (facts) => {
    for (const test of tests) {
      const found = test(facts);
      if (found) return found;
    }
    return false;
  };
}

export function quoted(resource: string | undefined, otherwise: string): string {
  return resource === undefined || resource === '' ? otherwise : `“${resource}”`;
}
