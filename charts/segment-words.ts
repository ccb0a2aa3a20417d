/** The four segments of the brand report in words. */

export const segments = ['under_exposed', 'leaky', 'star', 'niche'] as const;
export type Segment = (typeof segments)[number];

export const segmentNames: Readonly<Record<Segment, string>> = {
  under_exposed: 'under-exposed',
  leaky: 'leaky',
  star: 'star',
  niche: 'niche',
};

/** What to do about it, in a few words. */
export const segmentAdvice: Readonly<Record<Segment, string>> = {
  under_exposed: 'more marketing pays',
  leaky: 'interest without sales',
  star: 'defend',
  niche: 'watch',
};

/** Why it is so, in a sentence. */
export const segmentMeaning: Readonly<Record<Segment, string>> = {
  under_exposed: 'Few look at it, but those who do buy more often than its categories let expect: more marketing pays.',
  leaky:
    'Many look at it, but they buy less often than its categories let expect: look at price, reviews, stock, retargeting.',
  star: 'Many look at it and they buy more often than its categories let expect: defend it.',
  niche: 'Few look at it and they buy less often than its categories let expect: watch it.',
};

export function toSegment(text: string | null | undefined): Segment | null {
  return segments.find((segment) => segment === text) ?? null;
}
