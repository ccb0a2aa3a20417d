import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Crc, type CrcName } from './crc.js';
import { alikeParts, guessWays, proves, type Proof } from './digests.js';

const crcOf = (name: CrcName, bytes: Uint8Array) => {
  const crc = new Crc(name);
  crc.update(bytes);
  return crc.digest().toString('hex');
};
const md5 = (bytes: Uint8Array) => createHash('md5').update(bytes).digest();

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitrine-digests-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('CRCs', () => {
  it('give the check values of the catalogue of CRC algorithms', () => {
    const digits = Buffer.from('123456789');
    expect(crcOf('crc32', digits)).toBe('cbf43926');
    expect(crcOf('crc32c', digits)).toBe('e3069283');
    expect(crcOf('crc64nvme', digits)).toBe('ae8b14860a799888');
  });

  it('do not depend on how the bytes come', () => {
    const bytes = randomBytes(100_003);
    const whole = crcOf('crc64nvme', bytes);
    for (const step of [1, 7, 8, 13, 4096]) {
      const crc = new Crc('crc64nvme');
      for (let at = 0; at < bytes.length; at += step) crc.update(bytes.subarray(at, at + step));
      expect(crc.digest().toString('hex')).toBe(whole);
    }
    expect(parseInt(crcOf('crc32', bytes), 16)).toBe(crc32(bytes));
  });
});

describe('proofs', () => {
  const holds = async (proof: Proof, bytes: Buffer) => {
    const path = join(folder, 'file');
    await writeFile(path, bytes);
    let read = 0;
    const answer = await proves(proof, path, new AbortController().signal, (more) => (read += more));
    expect(read).toBe(bytes.length);
    return answer;
  };

  it('hold for the file as it was sent, and for no other', async () => {
    const bytes = randomBytes(3_000_000);
    const partBytes = 1_000_000;
    const parts = [0, 1, 2].map((part) => md5(bytes.subarray(part * partBytes, (part + 1) * partBytes)));
    const value = md5(Buffer.concat(parts)).toString('hex');
    const ways = [alikeParts(bytes.length, 1_400_000), alikeParts(bytes.length, partBytes)];
    const proof: Proof = { of: 'parts', digest: 'md5', value, ways, isGuess: false };
    expect(await holds(proof, bytes)).toBe(true);
    bytes[2_999_999] = (bytes[2_999_999] ?? 0) ^ 1;
    expect(await holds(proof, bytes)).toBe(false);
    expect(await holds({ of: 'whole', digest: 'md5', value: md5(bytes).toString('hex') }, bytes)).toBe(true);
  });

  it('find the part size of the usual tools', () => {
    const mebibyte = 2 ** 20;
    for (const partBytes of [5, 8, 16, 7, 12, 37].map((size) => size * mebibyte))
      for (const bytes of [3 * partBytes, 11 * partBytes + 17])
        expect(guessWays(bytes, Math.ceil(bytes / partBytes))).toContainEqual(alikeParts(bytes, partBytes));
    expect(guessWays(100, 1)).toEqual([[]]);
  });
});
