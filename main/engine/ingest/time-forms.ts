/** Which form the times of a file have, told from a few of them. */
import type { FileLayout } from '../../../preload/contract.js';

export type TimeForm = FileLayout['time']['form'];

const textTime = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,6})?( ?(UTC|GMT|Z|[+-](0\d|1[0-4])(:?[0-5]\d)?))?$/;
const epochSeconds = /^\d{9,10}(\.\d+)?$/; // 1973 to 2286
const epochMilliseconds = /^\d{12,13}(\.0*)?$/;
const epochMicroseconds = /^\d{15,16}$/;

const clocks = [
  ['', ''],
  ['[ T]\\d{1,2}:\\d\\d', ' %H:%M'],
  ['[ T]\\d{1,2}:\\d\\d:\\d\\d', ' %H:%M:%S'],
  ['[ T]\\d{1,2}:\\d\\d:\\d\\d\\.\\d{1,6}', ' %H:%M:%S.%f'],
  [' \\d{1,2}:\\d\\d [AaPp][Mm]', ' %I:%M %p'],
  [' \\d{1,2}:\\d\\d:\\d\\d [AaPp][Mm]', ' %I:%M:%S %p'],
] as const;

/** Each with what the day's parts may hold: `d` before `m` where both would fit, as most of the world writes. */
const days = [
  ['(\\d{1,2})/(\\d{1,2})/\\d{4}', '%d/%m/%Y', 'dm'],
  ['(\\d{1,2})/(\\d{1,2})/\\d{4}', '%m/%d/%Y', 'md'],
  ['(\\d{1,2})-(\\d{1,2})-\\d{4}', '%d-%m-%Y', 'dm'],
  ['(\\d{1,2})-(\\d{1,2})-\\d{4}', '%m-%d-%Y', 'md'],
  ['(\\d{1,2})\\.(\\d{1,2})\\.\\d{4}', '%d.%m.%Y', 'dm'],
  ['\\d{4}-(\\d{1,2})-(\\d{1,2})', '%Y-%m-%d', 'md'],
  ['\\d{4}/(\\d{1,2})/(\\d{1,2})', '%Y/%m/%d', 'md'],
  ['\\d{4}(\\d\\d)(\\d\\d)', '%Y%m%d', 'md'],
] as const;

interface Form {
  readonly form: TimeForm;
  matches(text: string): boolean;
}

function patternForm(
  [dayText, dayPattern, order]: (typeof days)[number],
  [clockText, clockPattern]: (typeof clocks)[number],
): Form {
  const whole = new RegExp(`^${dayText}${clockText}$`);
  const [dayGroup, monthGroup] = order === 'dm' ? [1, 2] : [2, 1];
  return {
    form: `${dayPattern}${clockPattern}`,
    matches(text) {
      const match = whole.exec(text);
      return match !== null && Number(match[dayGroup]) <= 31 && Number(match[monthGroup]) <= 12;
    },
  };
}

const plainForms: readonly Form[] = [
  { form: 'text', matches: (text) => textTime.test(text) },
  { form: 'epoch-seconds', matches: (text) => epochSeconds.test(text) },
  { form: 'epoch-milliseconds', matches: (text) => epochMilliseconds.test(text) },
  { form: 'epoch-microseconds', matches: (text) => epochMicroseconds.test(text) },
];
const allForms: readonly Form[] = [
  ...plainForms,
  ...days.flatMap((day) => clocks.map((clock) => patternForm(day, clock))),
];

/** A few dirty rows do not decide. */
const enough = 0.8;

function best(forms: readonly Form[], texts: readonly (string | null)[]): TimeForm | null {
  const there = texts.filter((text): text is string => text !== null);
  const counts = forms.map(({ form, matches }) => ({ form, count: there.filter(matches).length }));
  const [first] = counts.sort((a, b) => b.count - a.count); // stable: at equal counts the earlier form
  return first !== undefined && first.count > 0 && first.count >= enough * there.length ? first.form : null;
}

/** The form that reads nearly all texts; null where none does. `T` between day and clock is written as a blank. */
export function detectTimeForm(texts: readonly (string | null)[]): TimeForm | null {
  const form = best(allForms, texts);
  const hasT = texts.some((text) => /\dT\d/.test(text ?? ''));
  return form !== null && hasT && form.includes('%') ? form.replace(' ', 'T') : form;
}

/** As {@link detectTimeForm}, but null where days and months could be told either way round. */
export function detectSureForm(texts: readonly (string | null)[]): TimeForm | null {
  const plain = best(plainForms, texts);
  if (plain !== null) return plain;
  const fitting = allForms.filter((form) => best([form], texts) !== null);
  return fitting.length === 1 ? detectTimeForm(texts) : null;
}

/** Whether `form` reads nearly all texts; a pattern is taken at its word. */
export function readsTimes(form: TimeForm, texts: readonly (string | null)[]): boolean {
  const known = plainForms.filter((one) => one.form === form);
  return known.length === 0 || best(known, texts) !== null;
}
