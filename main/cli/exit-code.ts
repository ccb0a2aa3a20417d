/** How a command ends, as the shell sees it. */
export const exitCode = {
  done: 0,
  failed: 1,
  wrongUsage: 2,
  /** Done, but something needs a look. */
  needsLook: 3,
  cancelled: 130,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** The command was called in a way it cannot serve. */
export class UsageError extends Error {
  constructor(
    message: string,
    readonly wayOut?: string,
  ) {
    super(message);
    this.name = 'UsageError';
  }
}

export function notBuiltYet(what: string): UsageError {
  return new UsageError(`${what} is not built yet.`);
}
