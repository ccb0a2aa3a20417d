import { describe, expect, it } from 'vitest';
import { guardFormula, numberField, textField } from './csv-field.js';

describe('the formula guard', () => {
  it.each(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '-', '+', '=', '--5', '-5%', '+1 2', '-1,5', '-0x1F'])(
    'marks %j',
    (text) => {
      expect(guardFormula(text)).toBe(`'${text}`);
    },
  );

  it.each(['-5', '+3.2e1', '-0.5', '-.5', '+7.', '-1E-9', '9223372036854775807', '', 'apple', 'a=b', "'=1", ' =1'])(
    'leaves %j as it is',
    (text) => {
      expect(guardFormula(text)).toBe(text);
    },
  );
});

describe('a field', () => {
  it('is quoted only where it must be', () => {
    expect(textField('plain')).toBe('plain');
    expect(textField('a,b')).toBe('"a,b"');
    expect(textField('say "hi"')).toBe('"say ""hi"""');
    expect(textField('two\nlines')).toBe('"two\nlines"');
    expect(textField('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`);
  });

  it('tells null from the empty text', () => {
    expect(textField(null)).toBe('');
    expect(textField('')).toBe('""');
  });

  it('keeps all digits of a number, and its sign', () => {
    expect(numberField(-5)).toBe('-5');
    expect(numberField(0.1 + 0.2)).toBe('0.30000000000000004');
    expect(numberField(NaN)).toBe('');
    expect(numberField(Infinity)).toBe('');
  });
});
