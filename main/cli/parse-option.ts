/** Readers of options' values; what they refuse is wrong usage. */
import { InvalidArgumentError } from 'commander';

/** A whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^[+-]?\d+$/.test(text.trim()) && value >= min && value <= max) return value;
    throw new InvalidArgumentError(
      max === Number.MAX_SAFE_INTEGER
        ? `It is a whole number from ${min} on.`
        : `It is a whole number from ${min} to ${max}.`,
    );
  };
}

/** A day of the calendar, `YYYY-MM-DD`. */
export function calendarDay(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  if (!Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text) return text;
  throw new InvalidArgumentError('It is a day of the calendar, written YYYY-MM-DD.');
}

/** A time span in seconds, fractions allowed. */
export function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 86_400) return value;
  throw new InvalidArgumentError('It is a number of seconds above 0.');
}

/** A moment as ISO 8601 with zone; a day stands for its first moment in UTC. */
export function moment(text: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return `${calendarDay(text)}T00:00:00Z`;
  const isComplete = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(text);
  if (isComplete && !Number.isNaN(Date.parse(text))) return new Date(text).toISOString();
  throw new InvalidArgumentError('It is a day, YYYY-MM-DD, or a time such as 2019-10-01T12:00:00Z.');
}

/** One or more of `choices`, with commas between them. */
export function oneOrMore<Choice extends string>(choices: readonly Choice[]): (text: string) => readonly Choice[] {
  return (text) =>
    text.split(',').map((part) => {
      const choice = choices.find((name) => name === part.trim());
      if (choice === undefined) throw new InvalidArgumentError(`It is one or more of ${choices.join(', ')}.`);
      return choice;
    });
}
