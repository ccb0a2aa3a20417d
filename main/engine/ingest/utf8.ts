/** Whether bytes [start, end) are well-formed UTF-8 (RFC 3629). Node's own `isUtf8` is missing in Electron 22. */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    const lead = bytes[at++] ?? 0;
    if (lead < 0x80) continue;
    if (lead < 0xc2 || lead > 0xf4) return false;
    const following = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (at + following > end) return false;
    const second = bytes[at] ?? 0;
    const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80; // no overlong forms
    const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf; // no surrogates, nothing over U+10FFFF
    if (second < lowest || second > highest) return false;
    for (let n = 1; n < following; n++) if (((bytes[at + n] ?? 0) & 0xc0) !== 0x80) return false;
    at += following;
  }
  return true;
}

/** Text for people: UTF-8 where it is that, else Latin-1, so that every byte shows as something. */
export function decodeText(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes, 0, bytes.length) ? 'utf8' : 'latin1');
}
