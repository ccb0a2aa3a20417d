/** Rules on how one user or session behaves. Numbers marked so in docs/detection.md are proposals, tuned on clean weeks. */
import type { RuleKind } from './rule-kind.js';

export const behaviourRules = {
  rate: {
    family: 'rate',
    title: 'Too many events',
    meaning: 'A user or session does more in seconds, minutes or an hour than people do.',
    formula:
      'Three leaky buckets (fast, medium, slow): level ← max(0, level − leak·Δt) + weight, fires when level > capacity. A second view of the same product weighs 0.25 if it comes after more than 2 s, a repeated cart of it within a minute and further lines of an order 0. A fourth bucket holds second looks at the last 32 products: a view of another one takes out 3, a purchase 20.',
    source:
      'Generic cell rate algorithm; three scales after Cloudflare’s escalating rate limits and CrowdSec’s leaky buckets.',
    blindSpot:
      'Whoever stays under the slow bucket’s leak is not seen. Infinite scroll and many tabs look like it. Pages that load themselves again for hours, as kiosks have them, are second looks.',
    entities: ['user', 'session'],
    signal: { title: 'Level of the fullest bucket, in terms of the fast one', unit: 'events', direction: 'above' },
    threshold: 'fastCapacity',
    settings: {
      fastCapacity: { title: 'Fast bucket', unit: 'events', default: 10, min: 2, max: 100, step: 1 },
      fastLeak: { title: 'Fast leak', unit: 'events/s', default: 0.2, min: 0.05, max: 10, step: 0.05 },
      mediumCapacity: { title: 'Medium bucket', unit: 'events', default: 20, min: 5, max: 500, step: 1 },
      mediumLeak: { title: 'Medium leak', unit: 'events/s', default: 0.1, min: 0.01, max: 2, step: 0.01 },
      slowCapacity: { title: 'Slow bucket', unit: 'events', default: 120, min: 20, max: 2000, step: 5 },
      slowLeak: { title: 'Slow leak', unit: 'events/s', default: 0.02, min: 0.001, max: 0.5, step: 0.001 },
      secondLooks: { title: 'Second looks', unit: 'views', default: 40, min: 10, max: 1000, step: 1 },
      secondLooksLeak: {
        title: 'Leak of second looks',
        unit: 'views/s',
        default: 0.008,
        min: 0.001,
        max: 0.5,
        step: 0.001,
      },
      mediumTimes: { title: 'Medium from times the capacity', unit: 'times', default: 2, min: 1, max: 20, step: 0.1 },
      highTimes: { title: 'High from times the capacity', unit: 'times', default: 5, min: 1, max: 100, step: 0.5 },
    },
  },
  crawl: {
    family: 'crawl',
    title: 'Reads product after product',
    meaning: 'A session or user views many different products faster than a person reads them.',
    formula:
      'Three leaky buckets of distinct products: one already seen among the last 32 adds nothing, and takes out some of the slow bucket, carted and bought ones too.',
    source:
      'After CrowdSec http-probing (10 distinct, 0.1/s) and Cloudflare (10 in 2 min, 20 in 5 min); people’s tabs ask for a little more.',
    blindSpot: 'A crawler slower than the slow leak, or one that looks at its products again as people do.',
    entities: ['user', 'session'],
    signal: {
      title: 'Products in the fullest bucket, in terms of the medium one',
      unit: 'products',
      direction: 'above',
    },
    threshold: 'capacity',
    settings: {
      fastCapacity: { title: 'Fast bucket', unit: 'products', default: 12, min: 3, max: 200, step: 1 },
      fastLeak: { title: 'Fast leak', unit: 'products/s', default: 0.1, min: 0.01, max: 5, step: 0.01 },
      capacity: { title: 'Medium bucket', unit: 'products', default: 20, min: 5, max: 200, step: 1 },
      leak: { title: 'Medium leak', unit: 'products/s', default: 0.07, min: 0.005, max: 5, step: 0.005 },
      slowCapacity: { title: 'Slow bucket', unit: 'products', default: 25, min: 5, max: 500, step: 1 },
      slowLeak: { title: 'Slow leak', unit: 'products/s', default: 0.004, min: 0.001, max: 0.5, step: 0.001 },
      reviewTakes: { title: 'A second look takes out', unit: 'products', default: 2, min: 0, max: 10, step: 0.5 },
      mediumTimes: { title: 'Medium from times the capacity', unit: 'times', default: 2, min: 1, max: 20, step: 0.1 },
      highTimes: { title: 'High from times the capacity', unit: 'times', default: 5, min: 1, max: 100, step: 0.5 },
    },
  },
  regularity: {
    family: 'regularity',
    title: 'Like clockwork',
    meaning: 'The pauses between the events of a user or session are too even for a person.',
    formula:
      'Coefficient of variation of the last n gaps, σ(Δ)/μ(Δ), below the threshold; events of one second are one action.',
    source:
      'Simulated with one-second rounding: a person of log-normal gaps has CV < 0.2 over 15 gaps in under 1 of 10⁵.',
    blindSpot:
      'Time stamps are whole seconds: below a mean gap of 3 s rounding hides regularity, the rate rules must see it.',
    entities: ['user', 'session'],
    signal: { title: 'Coefficient of variation of the gaps', unit: '', direction: 'below' },
    threshold: 'variation',
    settings: {
      gaps: { title: 'Gaps looked at', unit: 'gaps', default: 15, min: 8, max: 60, step: 1 },
      highGaps: { title: 'Gaps for high', unit: 'gaps', default: 30, min: 10, max: 64, step: 1 },
      variation: { title: 'Variation below', unit: '', default: 0.2, min: 0.02, max: 0.5, step: 0.01 },
      minGap: { title: 'Mean gap from', unit: 'seconds', default: 3, min: 1, max: 60, step: 1 },
    },
  },
  idOrder: {
    family: 'id_order',
    title: 'Walks through the catalogue in order',
    meaning: 'Product ids rise, or fall, step by step: a list is being read by a program.',
    formula:
      'Of the last n views: share of steps |Δid| ≤ 50, longest run in one direction, at most one step back, share of re-views.',
    source: 'A rising run of 12 has chance 1/12! ≈ 2·10⁻⁹.',
    blindSpot: 'A scraper that shuffles its list. Small categories have neighbouring ids by chance.',
    entities: ['user', 'session'],
    signal: { title: 'Steps in one direction', unit: 'steps', direction: 'above' },
    threshold: 'run',
    settings: {
      views: { title: 'Views looked at', unit: 'views', default: 15, min: 8, max: 32, step: 1 },
      nearShare: { title: 'Near steps', unit: 'share', default: 0.6, min: 0.2, max: 1, step: 0.05 },
      run: { title: 'Steps in a row', unit: 'steps', default: 12, min: 6, max: 32, step: 1 },
      reviewShare: { title: 'Re-views below', unit: 'share', default: 0.05, min: 0, max: 0.5, step: 0.01 },
    },
  },
  sessionScore: {
    family: 'session_score',
    title: 'Behaves like a program',
    meaning: 'Taken together, the steps of a session are far likelier for a program than for a person.',
    formula: 'Sequential likelihood ratio: Λ += ln p(step | program) / p(step | person), fires at Λ ≥ ln((1−β)/α).',
    source:
      'Wald’s sequential probability ratio test (α 10⁻⁴ would be 9.1); Suchacka et al. 2021. Set higher: some people hardly look twice, on real rows 9.1 caught 11 of 5,066 sessions and 12 catches 3.',
    blindSpot: 'Research before a big purchase and gift shopping share some signs; a purchase counts against it.',
    entities: ['session', 'user'],
    signal: { title: 'Log-likelihood ratio', unit: 'nats', direction: 'above' },
    threshold: 'limit',
    settings: {
      limit: { title: 'Fires at', unit: 'nats', default: 12, min: 3, max: 30, step: 0.1 },
      mediumLimit: { title: 'Medium from', unit: 'nats', default: 19, min: 3, max: 60, step: 0.1 },
      highLimit: { title: 'High from', unit: 'nats', default: 30, min: 3, max: 200, step: 0.5 },
      clear: { title: 'Clears at', unit: 'nats', default: -2.3, min: -10, max: 0, step: 0.1 },
    },
  },
  neverSleeps: {
    family: 'never_sleeps',
    title: 'Never sleeps',
    meaning: 'A user is there at all hours for days.',
    formula: 'Entropy of the user’s events over the 24 UTC hours, from three calendar days and a number of events on.',
    source: 'CHEQ: at 3.9 bits or more 99 % were bots (253 million events).',
    blindSpot: 'Shared accounts over time zones.',
    entities: ['user'],
    signal: { title: 'Entropy over the hours', unit: 'bits', direction: 'above' },
    threshold: 'entropy',
    settings: {
      entropy: { title: 'Entropy from', unit: 'bits', default: 3.9, min: 2, max: 4.58, step: 0.05 },
      events: { title: 'Events from', unit: 'events', default: 100, min: 24, max: 5000, step: 1 },
      days: { title: 'Days from', unit: 'days', default: 3, min: 1, max: 7, step: 1 },
    },
  },
} as const satisfies Record<string, RuleKind>;
