/** Who may talk to the host: whoever came with the token in the URL and now holds the cookie. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface Session {
  /** For the URL that a person may open more than once. */
  readonly token: string;
  /** A token that opens once: for command lines, which other users of the machine can read. */
  newSingleUseToken(): string;
  /** The Set-Cookie header for a right token, null for a wrong one. */
  exchange(token: string): string | null;
  hasCookie(cookieHeader: string | undefined): boolean;
}

function isEqual(left: string, right: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}

/** Cookies do not tell ports apart, so the name does: two hosts on one machine do not log each other out. */
export function createSession(port: number): Session {
  const token = randomBytes(24).toString('base64url');
  const secret = randomBytes(24).toString('base64url');
  const cookieName = `vitrine-${port}`;
  const singleUse = new Set<string>();
  return {
    token,
    newSingleUseToken() {
      const once = randomBytes(24).toString('base64url');
      singleUse.add(once);
      return once;
    },
    exchange(given) {
      if (!isEqual(given, token) && !singleUse.delete(given)) return null;
      return `${cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/`;
    },
    hasCookie(cookieHeader = '') {
      const values = cookieHeader.split(';').map((part) => part.trim().split('=', 2));
      return values.some(([name, value]) => name === cookieName && isEqual(value ?? '', secret));
    },
  };
}
