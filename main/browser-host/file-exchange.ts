/** Files that cross between the browser and the engine's disk: streamed both ways, deleted when they are done with, at the latest with the host. */
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rm, stat, statfs } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { securityHeaders } from '../page/read-page-file.js';

export interface FileExchange {
  /** Streams the request's body to a file named `name` and resolves to its path. Throws UploadRefused, or what the disk says. */
  receive(request: IncomingMessage, name: string): Promise<string>;
  /** Deletes an upload; false where the path is not one of `receive`. */
  release(path: string): Promise<boolean>;
  /** A path for the engine to write to, the only kind that `send` sends. */
  newSavePath(name: string): Promise<string>;
  /** Sends the file as a download and then deletes it; false where the path is not one of `newSavePath`, or nothing was written there. */
  send(path: string, response: ServerResponse): Promise<boolean>;
}

export class UploadRefused extends Error {}

/** The last part of a path, without what file systems or headers refuse, and no longer than they take. */
function toFileName(name: string): string {
  const last = name.split(/[/\\]/).pop() ?? '';
  const clean = last.replace(/[\u0000-\u001f<>:"|?*]/g, '_').replace(/^\.+/, '');
  return clean.slice(-120) || 'file';
}

function formatGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

export function createFileExchange(tempDir: string): FileExchange {
  const uploadPaths = new Set<string>();
  const savePaths = new Set<string>();

  /** The folder of a path of ours with what is in it. On Windows a file that the engine still closes takes another try. */
  async function removeFolderOf(path: string): Promise<void> {
    await rm(dirname(path), { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  async function newPath(name: string): Promise<string> {
    const folder = join(tempDir, randomUUID());
    await mkdir(folder, { recursive: true });
    return join(folder, toFileName(name));
  }

  async function refuseWithoutSpace(name: string, sizeBytes: number): Promise<void> {
    await mkdir(tempDir, { recursive: true });
    const { bavail, bsize } = await statfs(tempDir);
    const freeBytes = bavail * bsize;
    if (sizeBytes > freeBytes)
      throw new UploadRefused(
        `“${name}” has ${formatGigabytes(sizeBytes)}, but only ${formatGigabytes(freeBytes)} are free where Vitrine keeps its data. ` +
          'Free some disk space, or load the file by its path with `vitrine load`, which copies nothing.',
      );
  }

  return {
    async receive(request, name) {
      await refuseWithoutSpace(name, Number(request.headers['content-length'] ?? 0));
      const path = await newPath(name);
      try {
        await pipeline(request, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      } catch (error) {
        await removeFolderOf(path);
        throw error;
      }
      uploadPaths.add(path);
      return path;
    },

    async release(path) {
      if (!uploadPaths.delete(path)) return false;
      await removeFolderOf(path);
      return true;
    },

    async newSavePath(name) {
      const path = await newPath(name);
      savePaths.add(path);
      return path;
    },

    async send(path, response) {
      const stats = savePaths.has(path) ? await stat(path).catch(() => null) : null;
      if (stats === null || !stats.isFile()) return false;
      const name = encodeURIComponent(toFileName(path)).replaceAll("'", '%27');
      response.writeHead(200, {
        ...securityHeaders,
        'Content-Type': 'application/octet-stream',
        'Content-Length': stats.size,
        'Content-Disposition': `attachment; filename*=UTF-8''${name}`,
        'Cache-Control': 'no-store',
      });
      await pipeline(createReadStream(path), response);
      savePaths.delete(path);
      await removeFolderOf(path);
      return true;
    },
  };
}
