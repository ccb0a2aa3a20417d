/** What went wrong on the way to a web address, in people's words. */
import { EngineError } from '../../../../preload/contract.js';
import { HttpStatusError } from './http-request.js';
import { StalledError } from './passing-faults.js';

const again = 'Try again: what has come is kept, and the fetch goes on where it was.';

function explainStatus({ status, message }: HttpStatusError, title: string): EngineError {
  if (status === 404 || status === 410)
    return new EngineError('not_found', `There is no file at “${title}” (${message}).`, {
      wayOut: 'Look at the address in a browser.',
    });
  if (status === 401 || status === 403 || status === 407)
    return new EngineError('access_denied', `“${title}” may not be read (${message}).`, {
      resource: title,
      wayOut: 'A signed address may have expired: get a new one. Or download the file with a browser, and load it.',
    });
  if (status === 429)
    return new EngineError('throttled', `“${title}” wants fewer requests (${message}).`, {
      wayOut: `Wait a while. ${again}`,
    });
  return new EngineError('network', `“${title}” answered ${message}.`, {
    wayOut: status >= 500 ? `Wait a while. ${again}` : 'Look at the address in a browser.',
  });
}

const isCertificateFault = (code: string) =>
  /^(CERT_|ERR_TLS_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_)/.test(code);

export function explainHttpError(error: unknown, title: string): EngineError {
  if (error instanceof EngineError) return error;
  if (error instanceof HttpStatusError) return explainStatus(error, title);
  const { name, code = '', message } = error as NodeJS.ErrnoException;
  if (name === 'AbortError') return new EngineError('cancelled', 'Cancelled.');
  if (error instanceof StalledError)
    return new EngineError('network', `Nothing comes from “${title}” any more.`, { wayOut: again });
  if (isCertificateFault(code))
    return new EngineError('network', `The certificate of “${title}” cannot be trusted: ${message}.`, {
      wayOut: 'Look at the clock of this machine, and at the address in a browser.',
    });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new EngineError('network', `The address “${title}” cannot be found.`, {
      wayOut: 'Look at how it is written, and at the network.',
    });
  if (code === 'ECONNREFUSED')
    return new EngineError('network', `Nothing answers at “${title}”.`, {
      wayOut: 'Look at the address and its port, and whether the server there runs.',
    });
  return new EngineError('network', `The connection to “${title}” broke: ${message}.`, {
    wayOut: `Look at the network. ${again}`,
  });
}
