/** A session's number as a UUID (the same number, the same text); empty where it stands for no session. */
export function sessionText(low: number, high: number): string {
  if (high >>> 0 >= 0x20000000) return '';
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0').slice(-digits);
  const lowText = hex(low >>> 0, 8);
  const highText = hex(high >>> 0, 8);
  // Where RowReader looks for the bits: the first 8 digits, the next 4, and the first 4 of the last group.
  return `${lowText}-${highText.slice(0, 4)}-4${lowText.slice(0, 3)}-a${lowText.slice(3, 6)}-${highText.slice(4)}${lowText}`;
}
