/**
 * What a step of a session says: ln p(step | program) − ln p(step | person), in nats. Not learnt, but set from what is
 * published and measured of people, and clipped, so that no single step decides:
 *
 * | step                                   | person | program | from                                                |
 * |----------------------------------------|--------|---------|-----------------------------------------------------|
 * | view of a product new to the session   | 0.60   | 0.95    | 1 less the next two                                 |
 * | view of the same product again         | 0.32   | 0.03    | re-view ratio 0.32 of the published sample          |
 * | back to a product seen before          | 0.08   | 0.02    | measured on real rows                               |
 * | new view after a pause of at most 4 s  |        |         | tabs of one list say less: 0.15; speed is not judged |
 * | step to an id at most 50 away          | 0.11   | 0.30    | measured on real rows; clipped at 0.5               |
 * | cart or purchase of what was viewed    | 0.04   | 0.005   | 96 % of events are views; 99.6 % of purchases had one |
 * | cart or purchase of what was not       | 0.0002 | 0.005   | the rest of these; clipped at 1.5                   |
 * | something taken out of the cart        | 0.01   | 0.002   | as rare as a purchase                               |
 *
 * A person's step weighs −0.6 on average, a program's +0.25 to +0.45.
 */
export const sessionWeights = {
  newView: 0.45,
  sameView: -2.4,
  seenView: -1.4,
  quickView: 0.15,
  nearView: 0.5,
  shopsSeen: -2.1,
  shopsUnseen: 1.5,
  removes: -1.6,
} as const;
