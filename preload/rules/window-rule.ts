/** A person's own rule, as JSON: so much of something, by a key, within a window. The baseline is two of them. */
import { z } from 'zod';
import { severities } from './rule-kind.js';

export const windowRule = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'an id has small letters, digits and dashes'),
    kind: z.literal('window'),
    title: z.string().min(1).max(120),
    isOn: z.boolean().default(true),
    family: z.enum(['baseline', 'own']).default('own'),
    severity: z.enum(severities).default('medium'),
    /** `count` of events, `sum` of prices, or how many `distinct` values of a field. */
    measure: z.enum(['count', 'sum', 'distinct']),
    /** What is summed or told apart; none for `count`. */
    of: z.enum(['price', 'product', 'category', 'brand', 'session', 'user']).nullable().default(null),
    /** Whose events are taken together; `user_and_type` counts each event type of a user by itself. */
    key: z.enum(['user', 'session', 'product', 'global', 'user_and_type']),
    /** Which events count; left out, all. Prices are in the file's unit, both ends included. */
    filter: z
      .strictObject({
        types: z
          .array(z.enum(['view', 'cart', 'remove_from_cart', 'purchase']))
          .min(1)
          .optional(),
        minPrice: z.number().optional(),
        maxPrice: z.number().optional(),
      })
      .default({}),
    window: z.strictObject({
      seconds: z.number().int().min(1).max(86_400),
      /**
       * `sliding` looks back from each event, beyond 20 seconds by twentieths of the window (distinct values exactly);
       * `tumbling` windows stand at multiples of their length since 1970.
       */
      kind: z.enum(['sliding', 'tumbling']).default('sliding'),
    }),
    /** Above: fires with the event that takes the value over the number. Below: fires when a window ends under it. */
    threshold: z.strictObject({ direction: z.enum(['above', 'below']), value: z.number() }),
  })
  .superRefine(({ measure, of, key, threshold }, context) => {
    const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    if (measure === 'count' && of !== null) fault('of', 'a count is of events: leave “of” out');
    if (measure === 'sum' && of !== 'price') fault('of', 'only prices can be summed');
    if (measure === 'distinct' && (of === null || of === 'price')) fault('of', 'say whose distinct values count');
    if (measure === 'distinct' && of === key) fault('of', `within one ${key} there is one ${key}`);
    if (threshold.direction === 'below' && key !== 'global')
      fault('threshold', 'only the whole shop can be too quiet: “below” needs the key “global”');
  });
export type WindowRule = z.infer<typeof windowRule>;
