/** The built page as both hosts serve it: the file, its type, the security headers, and the style nonce in index.html. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { contentSecurityPolicy } from './content-security-policy.js';

export interface PageFile {
  readonly status: 200 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const mimeTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

const nonceContent = /(<meta name="csp-nonce" content=")[^"]*/;

export const securityHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** The file's place below `rendererDir`; null where the path leads out of it or means nothing. */
function locate(rendererDir: string, urlPath: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.split(/[/\\]/).includes('..')) return null;
  const root = normalize(rendererDir + sep);
  const file = join(root, path === '/' ? 'index.html' : path);
  return file.startsWith(root) ? file : null;
}

/**
 * Reads the page's file at a URL path (`/` is index.html). `socketAddress` is where its WebSocket may connect to, null
 * where there is none. What is not there answers 404, never an error. Names under /assets/ carry a hash of the content.
 */
export async function readPageFile(
  rendererDir: string,
  urlPath: string,
  socketAddress: string | null,
): Promise<PageFile> {
  const file = locate(rendererDir, urlPath);
  const body = file === null ? null : await readFile(file).catch(() => null);
  if (file === null || body === null)
    return {
      status: 404,
      headers: { ...securityHeaders, 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' },
      body: Buffer.from('There is nothing here.'),
    };

  const headers = { ...securityHeaders, 'Content-Type': mimeTypes[extname(file)] ?? 'application/octet-stream' };
  if (extname(file) !== '.html') {
    const isHashed = urlPath.startsWith('/assets/');
    const cacheControl = isHashed ? 'private, max-age=31536000, immutable' : 'no-cache';
    return { status: 200, headers: { ...headers, 'Cache-Control': cacheControl }, body };
  }
  const nonce = randomBytes(16).toString('base64');
  return {
    status: 200,
    headers: {
      ...headers,
      'Cache-Control': 'no-store',
      'Content-Security-Policy': contentSecurityPolicy(nonce, socketAddress),
    },
    body: Buffer.from(body.toString('utf8').replace(nonceContent, `$1${nonce}`)),
  };
}
