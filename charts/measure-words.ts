/** The measures of the categories report in words, and the unit of its n and rate. */

export const measures = ['views', 'carts', 'purchases', 'revenue', 'conversion'] as const;
export type Measure = (typeof measures)[number];

export interface MeasureWords {
  /** `views` */
  readonly noun: string;
  /** What a rate is: `views per hour`, for the slots that `by` names. */
  readonly rate: (by: string) => string;
  readonly unit: 'events' | 'money' | 'share';
  readonly hasLift: boolean;
}

export function toMeasure(text: string): Measure {
  return measures.find((measure) => measure === text) ?? 'views';
}

export function describeMeasure(measure: Measure): MeasureWords {
  if (measure === 'conversion')
    return { noun: 'purchases ÷ views', rate: () => 'purchases ÷ views', unit: 'share', hasLift: false };
  return {
    noun: measure,
    rate: (by) => `${measure} per ${by === 'weekday' ? 'day' : 'hour'}`,
    unit: measure === 'revenue' ? 'money' : 'events',
    hasLift: true,
  };
}
