/**
 * When people come and buy. Hours are UTC, weekdays 0 = Monday; the shop's customers live some three to five hours
 * east of Greenwich, so nights are low from 20 to 2 and the peak is from 14 to 17.
 */
import type { Random } from './random.js';

export const monthStart = '2019-10-01';
export const daysOfMonth = 31;
export const secondsOfMonth = daysOfMonth * 86_400;
const minutesOfMonth = daysOfMonth * 1440;

// prettier-ignore
const trafficByHour = [12, 11, 18, 33, 50, 63, 70, 73, 75, 75, 74, 73, 74, 82, 96, 100, 99, 88, 63, 38, 24, 17, 14, 13];
const trafficByWeekday = [0.96, 0.97, 0.98, 0.97, 1.02, 1.06, 1.04];

/** Weekday of a day of the month, 0 = Monday: 1 October 2019 was a Tuesday. */
export function weekdayOf(day: number): number {
  return (day + 1) % 7;
}

/** Share of the month's visits begun before each minute, from 0 to 1. Each day is a few per cent better or worse than its weekday. */
export function cumulateTraffic(random: Random): Float64Array {
  const shares = new Float64Array(minutesOfMonth + 1);
  let sum = 0;
  let luck = 1;
  for (let minute = 0; minute < minutesOfMonth; minute += 1) {
    const day = Math.floor(minute / 1440);
    if (minute % 1440 === 0) luck = 0.96 + 0.08 * random.fraction();
    const hours = ((minute % 1440) + 1410) / 60; // the curve gives the middle of each hour
    const hour = Math.floor(hours) % 24;
    const rest = hours - Math.floor(hours);
    const traffic = (trafficByHour[hour] as number) * (1 - rest) + (trafficByHour[(hour + 1) % 24] as number) * rest;
    sum += traffic * (trafficByWeekday[weekdayOf(day)] as number) * luck;
    shares[minute + 1] = sum;
  }
  return shares.map((share) => share / sum);
}

/** How a kind of goods departs from the shop's rhythm, as a factor on its views (`interest`) or on the buying per view. */
interface Rhythm {
  readonly name: string;
  interest(weekday: number, hour: number): number;
  conversion(weekday: number, hour: number): number;
}

const between = (hour: number, from: number, to: number) => hour >= from && hour < to;
const weekend = (weekday: number) => weekday >= 5;

export const rhythms: readonly Rhythm[] = [
  { name: 'steady', interest: () => 1, conversion: (_, hour) => (between(hour, 5, 11) ? 1.2 : 1) },
  {
    name: 'evening',
    interest: (weekday, hour) => (between(hour, 15, 22) ? 1.35 : 1) * (weekend(weekday) ? 1.1 : 1),
    conversion: (_, hour) => (between(hour, 15, 20) ? 1.25 : 0.95),
  },
  {
    name: 'saturday morning',
    interest: (weekday, hour) => (weekday === 5 && between(hour, 4, 10) ? 2.3 : 1),
    conversion: (weekday, hour) => (weekday === 5 && between(hour, 4, 10) ? 1.7 : 1),
  },
  {
    name: 'working hours',
    interest: (weekday, hour) => (!weekend(weekday) && between(hour, 5, 13) ? 1.4 : 0.85),
    conversion: (weekday, hour) => (!weekend(weekday) && between(hour, 5, 13) ? 1.3 : 0.8),
  },
  {
    name: 'sunday',
    interest: (weekday, hour) => (weekday === 6 && between(hour, 6, 16) ? 1.6 : 1),
    conversion: (weekday) => (weekday === 6 ? 1.4 : 0.95),
  },
  {
    name: 'night',
    interest: (_, hour) => (hour >= 20 || hour < 3 ? 1.7 : 1),
    conversion: (_, hour) => (hour >= 20 || hour < 3 ? 0.6 : 1.05),
  },
];

const rhythmOfLevel: Readonly<Record<string, number>> = {
  'electronics.video': 1,
  'electronics.audio': 1,
  computers: 1,
  'computers.components': 3,
  'appliances.kitchen': 2,
  construction: 3,
  auto: 3,
  stationery: 3,
  furniture: 4,
  kids: 4,
  apparel: 5,
  accessories: 5,
};

/** Index into `rhythms` of a category code, by its first two levels, else its first. */
export function rhythmOf(code: string): number {
  const levels = code.split('.');
  return rhythmOfLevel[levels.slice(0, 2).join('.')] ?? rhythmOfLevel[levels[0] as string] ?? 0;
}
