import {
  compareTexts,
  countDistinct,
  cutCategory,
  divide,
  foldBrand,
  groupBy,
  isOfFlaggedUser,
  liesInRange,
  passesFilters,
  quantile,
  resolveRange,
  sessionOf,
  type Question,
  type ReferenceResult,
  type ShopEvent,
} from './reference-events.js';
import { sumUnits, toMoney } from './reference-money.js';

export interface BrandOpportunitiesQuestion extends Question {
  readonly minSessions?: number;
}

type Segment = 'under_exposed' | 'niche' | 'star' | 'leaky';

/** DEFINITIONS.md 4, "Brands that need more marketing". */
export function referenceBrandOpportunities(
  events: readonly ShopEvent[],
  question: BrandOpportunitiesQuestion,
): ReferenceResult {
  const range = resolveRange(events, question);
  // "In `brand-opportunities` `--brand` only chooses the rows shown."
  const filters = { ...question, brand: undefined };
  const chosen = events.filter(
    (event) =>
      (event.eventType === 'view' || event.eventType === 'purchase') &&
      liesInRange(event.eventTime, range) &&
      passesFilters(event, filters) &&
      !isOfFlaggedUser(event, question),
  );
  const market = measureMarket(chosen);

  const known = market.brands.filter((brand): brand is string => brand !== null);
  const minSessions = question.minSessions ?? 500;
  const eligible = known.filter((brand) => sum(market.categories, (c) => market.n(brand, c)) >= minSessions);
  const figures = eligible.map((brand) => measureBrand(brand, market));
  const medianInterest = quantile(
    figures.map((figure) => figure.interest),
    0.5,
  );

  const rows = figures.map((figure) => {
    const segment = medianInterest === null ? null : segmentOf(figure, medianInterest);
    return {
      brand: figure.brand,
      sessions: figure.sessions,
      purchase_sessions: figure.purchaseSessions,
      expected_purchase_sessions: figure.expected,
      conv_index: figure.index,
      conv_index_low: figure.low,
      conv_index_high: figure.high,
      interest_share: figure.interest,
      purchase_share: figure.purchaseShare,
      gap: figure.purchaseShare === null ? null : figure.purchaseShare - figure.interest,
      revenue: figure.revenue,
      segment,
      stake: medianInterest === null ? null : stakeOf(figure, segment, medianInterest),
    };
  });

  // "Order: brands whose interval excludes 100 and that have a stake, by stake descending; then the others by
  // `sessions` descending; ties by brand."
  const isRanked = (row: (typeof rows)[number]) =>
    row.stake !== null && (round9(row.conv_index_low) > 100 || round9(row.conv_index_high) < 100);
  rows.sort((a, b) => {
    if (isRanked(a) !== isRanked(b)) return isRanked(a) ? -1 : 1;
    const order = isRanked(a) ? (b.stake ?? 0) - (a.stake ?? 0) : b.sessions - a.sessions;
    return order || compareTexts(a.brand, b.brand);
  });

  const ofUnknown = sum(market.categories, (c) => market.n(null, c));
  const ofAll = sum(market.categories, (c) => market.n_c(c));
  return {
    summary: {
      eligible_brands: eligible.length,
      median_interest_share: medianInterest,
      unknown_brand_share: divide(ofUnknown, ofAll),
    },
    rows: rows.filter((row) => question.brand === undefined || row.brand === foldBrand(question.brand)),
  };
}

type Market = ReturnType<typeof measureMarket>;

/** n_bc, k_bc and what is summed from them. */
function measureMarket(chosen: readonly ShopEvent[]) {
  // "Category c = the first two levels of `category_code`, unknown a category of its own."
  const facts = chosen.map((event) => ({
    event,
    brand: foldBrand(event.brand),
    category: cutCategory(event.categoryCode, 2),
    isPurchase: event.eventType === 'purchase',
  }));
  const brands = [...new Set(facts.map((fact) => fact.brand))];
  const categories = [...new Set(facts.map((fact) => fact.category))];
  const cells = groupBy(facts, (fact) => JSON.stringify([fact.brand, fact.category]));
  const cell = (brand: string | null, category: string | null) => cells.get(JSON.stringify([brand, category])) ?? [];

  /** "Sessions with a view or purchase of b in c." */
  function n(brand: string | null, category: string | null): number {
    return countDistinct(cell(brand, category), (fact) => sessionOf(fact.event));
  }
  /** "Those with a purchase of b in c." */
  function k(brand: string | null, category: string | null): number {
    const purchases = cell(brand, category).filter((fact) => fact.isPurchase);
    return countDistinct(purchases, (fact) => sessionOf(fact.event));
  }
  // "n_c, k_c the sums over all brands, unknown brand included."
  const nByCategory = new Map(categories.map((c) => [c, sum(brands, (brand) => n(brand, c))]));
  const kByCategory = new Map(categories.map((c) => [c, sum(brands, (brand) => k(brand, c))]));
  const n_c = (category: string | null) => nByCategory.get(category) ?? 0;
  const k_c = (category: string | null) => kByCategory.get(category) ?? 0;

  function revenue(matches: (fact: (typeof facts)[number]) => boolean) {
    const purchases = facts.filter((fact) => fact.isPurchase && matches(fact));
    return { value: toMoney(sumUnits(purchases.map((fact) => fact.event.price))), purchases: purchases.length };
  }
  return { brands, categories, n, k, n_c, k_c, revenue };
}

function measureBrand(brand: string, market: Market) {
  const own = market.categories.filter((c) => market.n(brand, c) > 0);
  const sessions = sum(own, (c) => market.n(brand, c));
  const purchaseSessions = sum(own, (c) => market.k(brand, c));
  // "p_c = k_c / n_c; expected buys E_b = Σ_c n_bc · p_c"
  const expected = sum(own, (c) => (market.n(brand, c) * market.k_c(c)) / market.n_c(c));
  // "ConvIndex_b = 100 · (k_b + 10) / (E_b + 10); its 95 % interval puts Byar's limits of k_b in place of k_b"
  const index = (count: number) => (100 * (count + 10)) / (expected + 10);
  const interested = sum(own, (c) => market.n_c(c));
  const { value, purchases } = market.revenue((fact) => fact.brand === brand);

  return {
    brand,
    sessions,
    purchaseSessions,
    expected,
    index: index(purchaseSessions),
    low: index(byarLow(purchaseSessions)),
    high: index(byarHigh(purchaseSessions)),
    interested,
    interest: sessions / interested,
    purchaseShare: divide(
      purchaseSessions,
      sum(own, (c) => market.k_c(c)),
    ),
    revenue: value,
    averagePurchase: purchases > 0 ? value / purchases : averageOfCategories(brand, own, market),
  };
}
type BrandFigures = ReturnType<typeof measureBrand>;

/** "k·(1 − 1/(9k) − 1.96/(3√k))³ (0 when k = 0)" */
function byarLow(k: number): number {
  return k === 0 ? 0 : k * (1 - 1 / (9 * k) - 1.96 / (3 * Math.sqrt(k))) ** 3;
}

/** "(k+1)·(1 − 1/(9(k+1)) + 1.96/(3√(k+1)))³" */
function byarHigh(k: number): number {
  return (k + 1) * (1 - 1 / (9 * (k + 1)) + 1.96 / (3 * Math.sqrt(k + 1))) ** 3;
}

/**
 * "A brand without purchases takes the average purchase of its categories, weighted by n_bc (categories without
 * purchases left out; null where none has any)."
 */
function averageOfCategories(brand: string, own: readonly (string | null)[], market: Market): number | null {
  let weighted = 0;
  let weight = 0;
  for (const category of own) {
    const { value, purchases } = market.revenue((fact) => fact.category === category);
    if (purchases === 0) continue;
    weighted += market.n(brand, category) * (value / purchases);
    weight += market.n(brand, category);
  }
  return divide(weighted, weight);
}

/** The table of the definition; "compared after rounding to 9 decimals". */
function segmentOf(figure: BrandFigures, medianInterest: number): Segment {
  const isBelowMedian = round9(figure.interest) < round9(medianInterest);
  const sellsWell = round9(figure.index) >= 100;
  if (isBelowMedian) return sellsWell ? 'under_exposed' : 'niche';
  return sellsWell ? 'star' : 'leaky';
}

/** "`stake` is null for stars and niches." */
function stakeOf(figure: BrandFigures, segment: Segment | null, medianInterest: number): number | null {
  const { averagePurchase, sessions, purchaseSessions, expected, interested } = figure;
  if (averagePurchase === null) return null;
  if (segment === 'under_exposed')
    return (medianInterest * interested - sessions) * (purchaseSessions / sessions) * averagePurchase;
  if (segment === 'leaky') return (expected - purchaseSessions) * averagePurchase;
  return null;
}

function round9(value: number): number {
  return Math.round(value * 1e9) / 1e9;
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
