/** The references by the ids and parameter names of the command line. */
import { referenceBrandOpportunities, type BrandOpportunitiesQuestion } from './reference-brand-opportunities.js';
import { referenceCartAbandonment, type CartAbandonmentQuestion } from './reference-cart-abandonment.js';
import type { ReferenceResult, ShopEvent } from './reference-events.js';
import type { FixtureQuestion } from './reference-fixtures.js';
import { referenceShopDays } from './reference-shop-days.js';
import { referenceTimeToPurchase, type TimeToPurchaseQuestion } from './reference-time-to-purchase.js';
import { referenceTopCategories, type TopCategoriesQuestion } from './reference-top-categories.js';
import { referenceUniqueVisitors, type UniqueVisitorsQuestion } from './reference-unique-visitors.js';

/** Answers a question as `vitrine report ID` does. `events` in order (event_time, file, row). Throws on an unknown id. */
export function referenceReport(
  report: string,
  events: readonly ShopEvent[],
  { own = {}, ...common }: FixtureQuestion,
  flaggedUsers: ReadonlySet<string>,
): ReferenceResult {
  const question = { ...common, flaggedUsers };
  switch (report) {
    case 'unique-visitors':
      return referenceUniqueVisitors(events, { ...question, ...own } as UniqueVisitorsQuestion);
    case 'cart-abandonment': {
      const windowHours = own['window-hours'];
      return referenceCartAbandonment(events, { ...question, ...own, windowHours } as CartAbandonmentQuestion);
    }
    case 'top-categories': {
      const depth = own.depth === undefined ? undefined : Number(own.depth);
      return referenceTopCategories(events, { ...question, ...own, depth } as TopCategoriesQuestion);
    }
    case 'brand-opportunities':
      return referenceBrandOpportunities(events, {
        ...question,
        minSessions: own['min-sessions'],
      } as BrandOpportunitiesQuestion);
    case 'shop-days':
      return referenceShopDays(events, question);
    case 'time-to-purchase':
      return referenceTimeToPurchase(events, {
        ...question,
        windowHours: own['window-hours'],
      } as TimeToPurchaseQuestion);
    default:
      throw new Error(`no reference for ${report}`);
  }
}
