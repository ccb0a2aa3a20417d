/**
 * How many purchases views bring, by hour of the day (UTC), and how many purchases an hour has: from the days before.
 * The present day counts from the next one on. Older days fade.
 */

const minuteMs = 60_000;
const dayMs = 86_400_000;
const fade = 0.8;
/** An hour of few purchases leans on all hours: by so many. */
const leaning = 30;

interface Hour {
  views: number;
  purchases: number;
  minutes: number;
}

const empty = (): Hour => ({ views: 0, purchases: 0, minutes: 0 });

export class SalesRhythm {
  private hours: Hour[] = Array.from({ length: 24 }, empty);
  private today: Hour[] = Array.from({ length: 24 }, empty);
  private all: Hour = empty();
  private day = -1;

  /** Purchases that so many views of the minute bring, no more than the hour is used to; NaN in the first day. */
  expect(time: number, views: number): number {
    this.pass(time);
    if (this.all.purchases === 0) return NaN;
    const hour = this.hours[hourOf(time)] as Hour;
    const usual = this.all.purchases / Math.max(1, this.all.views);
    const conversion = (hour.purchases + leaning) / (hour.views + leaning / usual);
    // A flood of views does not make more purchases due.
    const most = hour.minutes > 0 ? (1.5 * hour.purchases) / hour.minutes : Infinity;
    return Math.min(conversion * views, most);
  }

  learn(time: number, views: number, purchases: number): void {
    this.pass(time);
    const hour = this.today[hourOf(time)] as Hour;
    hour.views += views;
    hour.purchases += purchases;
    hour.minutes++;
  }

  private pass(time: number): void {
    const day = Math.floor(time / dayMs);
    if (day === this.day) return;
    if (this.day >= 0) this.takeDay();
    this.day = day;
  }

  /** The day is over. One of which less than eight hours are known says too little. */
  private takeDay(): void {
    const { today } = this;
    this.today = Array.from({ length: 24 }, empty);
    if (today.reduce((sum, { minutes }) => sum + minutes, 0) < 8 * 60) return;
    this.hours = this.hours.map((hour, at) => {
      const more = today[at] as Hour;
      if (more.minutes === 0) return hour;
      return {
        views: hour.views * fade + more.views,
        purchases: hour.purchases * fade + more.purchases,
        minutes: hour.minutes * fade + more.minutes,
      };
    });
    this.all = this.hours.reduce(
      (sum, { views, purchases, minutes }) => ({
        views: sum.views + views,
        purchases: sum.purchases + purchases,
        minutes: sum.minutes + minutes,
      }),
      empty(),
    );
  }
}

function hourOf(time: number): number {
  return Math.floor((time % dayMs) / (60 * minuteMs));
}
