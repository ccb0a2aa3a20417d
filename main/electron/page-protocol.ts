/** The page's own protocol, vitrine://app/: its files come from the build and from nowhere else. */
import { protocol } from 'electron';
import { readPageFile, type PageFile } from '../page/read-page-file.js';

const scheme = 'vitrine';
export const pageUrl = `${scheme}://app/`;

/** True for addresses of our own page, and so for the frames that may ask the main process for something. */
export function isOwnPage(url: string): boolean {
  return url.startsWith(pageUrl);
}

/** Must be called before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built page; call it when the app is ready. */
export function servePage(rendererDir: string): void {
  async function read(address: string): Promise<PageFile> {
    const { host, pathname } = new URL(address);
    return readPageFile(rendererDir, host === 'app' ? pathname : '/absent', null);
  }

  if (typeof protocol.handle === 'function') {
    protocol.handle(scheme, async (request) => {
      const { status, headers, body } = await read(request.url);
      return new Response(new Uint8Array(body), { status, headers });
    });
    return;
  }
  // Electron before version 25
  protocol.registerBufferProtocol(scheme, (request, respond) => {
    void read(request.url).then(({ status, headers, body }) => {
      const mimeType = headers['Content-Type']?.split(';', 1)[0];
      respond({ statusCode: status, headers, mimeType, charset: 'utf-8', data: body });
    });
  });
}
