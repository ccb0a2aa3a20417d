/** What every request must show, before it is looked at, so that no other web page can speak to the engine. */
import type { IncomingMessage } from 'node:http';

/**
 * Why a request is refused, null where it is not. The Host header must be this very address (else a foreign name was
 * made to point here: DNS rebinding). Whatever changes something or opens the engine must come from a page of this
 * address (else another page sent it: CSRF); other pages may only navigate to it, other programs send no Origin.
 */
export function findForgery(request: IncomingMessage, address: string, mustHaveOrigin: boolean): string | null {
  const { host, origin, 'sec-fetch-site': site, 'sec-fetch-mode': mode } = request.headers;
  if (host !== address) return 'This host answers under its own address only.';
  if (origin === undefined ? mustHaveOrigin : origin !== `http://${address}`)
    return 'This request comes from another page.';
  const isForeign = site === 'cross-site' || site === 'same-site';
  if (isForeign && mode !== 'navigate') return 'This request comes from another page.';
  return null;
}
