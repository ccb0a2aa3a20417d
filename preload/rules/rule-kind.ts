/** What a kind of rule is: its words for people and the numbers that a pack may set. */

export const severities = ['low', 'medium', 'high'] as const;
export type Severity = (typeof severities)[number];

export const families = [
  'baseline',
  'rate',
  'crawl',
  'product_flood',
  'global_flood',
  'regularity',
  'id_order',
  'session_score',
  'hoarding',
  'purchase_velocity',
  'interleaving',
  'never_sleeps',
  'shop_health',
  'own',
] as const;
export type Family = (typeof families)[number];

export const entityTypes = ['user', 'session', 'product', 'global'] as const;
export type EntityType = (typeof entityTypes)[number];

/** One number of a rule. `min` and `max` bound what a pack may say and what the slider shows. */
export interface Setting {
  readonly title: string;
  /** `events`, `seconds`, `events/s`, `share` (a fraction) …; empty where there is none. */
  readonly unit: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

export interface RuleKind {
  readonly family: Family;
  readonly title: string;
  /** What it catches, in a sentence for people. */
  readonly meaning: string;
  readonly formula: string;
  /** Where method and numbers come from. */
  readonly source: string;
  /** What it cannot see, and who is caught wrongly. */
  readonly blindSpot: string;
  readonly entities: readonly EntityType[];
  /** What its alerts' `value` and `threshold` measure, and the unit of both. */
  readonly signal: { readonly title: string; readonly unit: string; readonly direction: 'above' | 'below' };
  /** The setting that is the threshold of the signal: the slider stands over the signal's distribution. */
  readonly threshold: string;
  readonly settings: Readonly<Record<string, Setting>>;
}

/** The numbers of a rule of this kind, all of them. */
export type SettingsOf<Kind extends RuleKind> = { readonly [Name in keyof Kind['settings']]: number };
