/** Opening a workspace: versions, settings, and what others have left in it or still use. */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWorkspace } from './workspace.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vitrine-open-'));
});
afterEach(() => rm(dir, { recursive: true }));

describe('the version', () => {
  it('is written once, in a folder that is made where there is none', async () => {
    const workspace = await openWorkspace(join(dir, 'deep', 'workspace'));
    expect(JSON.parse(await readFile(join(workspace.dir, 'workspace.json'), 'utf8'))).toEqual({ version: 1 });
    expect((await readdir(workspace.dir)).sort()).toEqual(['datasets', 'tmp', 'workspace.json']);
    await workspace.close();
    expect(await readdir(join(workspace.dir, 'tmp'))).toEqual([]);
    await openWorkspace(workspace.dir);
  });

  it('of a newer or unknown program is refused, with a way out', async () => {
    for (const marker of ['{"version": 2}', '{"version": "x"}', '[]', 'torn']) {
      await writeFile(join(dir, 'workspace.json'), marker);
      await expect(openWorkspace(dir), marker).rejects.toMatchObject({
        code: 'wrong_version',
        details: { wayOut: expect.any(String) as string },
      });
      expect(await readdir(dir)).toEqual(['workspace.json']);
    }
  });

  it('of an older program is brought up to date, step by step', async () => {
    await writeFile(join(dir, 'workspace.json'), '{"version": 1}');
    const steps: string[] = [];
    await openWorkspace(dir, [async () => void steps.push('1 to 2'), async () => void steps.push('2 to 3')]);
    expect(steps).toEqual(['1 to 2', '2 to 3']);
    await openWorkspace(dir, [async () => void steps.push('again'), async () => void steps.push('again')]);
    expect(steps).toHaveLength(2);
    expect(JSON.parse(await readFile(join(dir, 'workspace.json'), 'utf8'))).toEqual({ version: 3 });
  });

  it('is not looked for in a file', async () => {
    await writeFile(join(dir, 'file'), '');
    await expect(openWorkspace(join(dir, 'file'))).rejects.toMatchObject({ code: 'bad_input' });
  });
});

describe('leftovers', () => {
  it('of dead processes are removed, those of the living stay', async () => {
    const living = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
    const dead = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => dead.on('exit', resolve));
    const name = (purpose: string, pid: number | undefined) => `.${purpose}-${pid}-0123456789ab`;
    const folders = [
      join('datasets', name('loading', living.pid)),
      join('datasets', name('loading', dead.pid)),
      join('datasets', name('removed', dead.pid)),
      join('datasets', name('loading', process.pid)), // of an earlier process with our number
      join('datasets', '.of-somebody-else'),
      join('tmp', name('temporary', living.pid)),
      join('tmp', name('temporary', dead.pid)),
    ];
    for (const folder of folders) {
      await mkdir(join(dir, folder), { recursive: true });
      await writeFile(join(dir, folder, 'file'), 'x');
    }
    const workspace = await openWorkspace(dir);
    living.kill();
    expect((await readdir(join(dir, 'datasets'))).sort()).toEqual(
      [name('loading', living.pid), '.of-somebody-else'].sort(),
    );
    await workspace.close();
    expect(await readdir(join(dir, 'tmp'))).toEqual([name('temporary', living.pid)]);
  });

  it('are not our own: a second opening leaves what the first uses', async () => {
    const first = await openWorkspace(dir);
    await first.withTemporaryFolder(async (folder) => {
      const second = await openWorkspace(dir);
      await writeFile(join(folder, 'file'), 'still there');
      await second.close();
      expect(await readFile(join(folder, 'file'), 'utf8')).toBe('still there');
    });
    expect(await readdir(first.temporaryDir)).toEqual([]);
  });
});

describe('settings', () => {
  const defaults = { lastDataset: null, theme: 'auto', memoryLimitBytes: null };

  it('are kept, one patch after another', async () => {
    const { settings } = await openWorkspace(dir);
    expect(await settings.read()).toEqual(defaults);
    await Promise.all([
      settings.patch({ theme: 'dark' }),
      settings.patch({ lastDataset: 'October' }),
      settings.patch({}),
    ]);
    const expected = { ...defaults, theme: 'dark', lastDataset: 'October' };
    expect(await settings.read()).toEqual(expected);
    expect(await (await openWorkspace(dir)).settings.read()).toEqual(expected);
    expect(await settings.patch({ lastDataset: null, theme: undefined })).toEqual({ ...expected, lastDataset: null });
  });

  it('that cannot be read are set aside', async () => {
    const { settings } = await openWorkspace(dir);
    for (const content of ['{"theme": "da', '{"theme": "pink"}', '7', '']) {
      await writeFile(join(dir, 'settings.json'), content);
      expect(await settings.read(), content).toEqual(defaults);
      expect(await readFile(join(dir, 'settings.unreadable.json'), 'utf8')).toBe(content);
    }
    expect(await settings.patch({ theme: 'light' })).toEqual({ ...defaults, theme: 'light' });
  });

  it('of a newer program keep what this one knows', async () => {
    const { settings } = await openWorkspace(dir);
    await writeFile(join(dir, 'settings.json'), '{"theme": "dark", "font": "large"}');
    expect(await settings.read()).toEqual({ ...defaults, theme: 'dark' });
    expect(await settings.patch({ lastDataset: 'October' })).toEqual({
      ...defaults,
      theme: 'dark',
      lastDataset: 'October',
    });
    const kept: unknown = JSON.parse(await readFile(join(dir, 'settings.json'), 'utf8'));
    expect(kept).toEqual({ ...defaults, theme: 'dark', lastDataset: 'October', font: 'large' });
  });
});
