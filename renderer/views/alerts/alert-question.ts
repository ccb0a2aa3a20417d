/** Which alerts the screen is asked for, as its own parameters say it. */
import { dayStart } from '../../../charts/format-moment.js';
import { alertStates } from '../../../preload/alert.js';
import type { AlertQuestion } from '../../../preload/contract.js';
import { families, severities } from '../../../preload/rules/rule-kind.js';
import type { Filters } from '../../state/place.js';

export const verdicts = ['none', 'confirmed', 'dismissed'] as const;

export const facetChoices = { state: alertStates, severity: severities, family: families, verdict: verdicts } as const;
export type FacetName = keyof typeof facetChoices;

/** Chosen values of a facet, written `high,medium`; what is no choice is left out. */
export function readChoices<Value extends string>(text: string | undefined, choices: readonly Value[]): Value[] {
  const chosen = new Set((text ?? '').split(','));
  return choices.filter((choice) => chosen.has(choice));
}

/** The facet's text with a value more, or without it; null where none is left. */
export function toggleChoice(text: string | undefined, value: string): string | null {
  const chosen = (text ?? '').split(',').filter((other) => other !== '');
  const next = chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value];
  return next.length === 0 ? null : next.join(',');
}

type Own = Readonly<Record<string, string>>;

function some<Value>(values: Value[]): Value[] | undefined {
  return values.length === 0 ? undefined : values;
}

/** `since` and `until` are of the timeline's brush; else the days of the bar count. */
export function readAlertQuestion(filters: Filters, own: Own): AlertQuestion | null {
  if (filters.dataset === null) return null;
  const from = own['since'] ?? (filters.from === null ? undefined : dayStart(filters.from, filters.tz));
  const to = own['until'] ?? (filters.to === null ? undefined : dayStart(filters.to, filters.tz));
  return {
    dataset: filters.dataset,
    run: own['run'],
    states: some(readChoices(own['state'], alertStates)),
    severities: some(readChoices(own['severity'], severities)),
    families: some(readChoices(own['family'], families)),
    verdicts: some(readChoices(own['verdict'], verdicts)),
    from,
    to,
    search: own['search'] === '' ? undefined : own['search'],
    withQuiet: own['quiet'] === '1' ? true : undefined,
  };
}

/** `user:512345678`, as a link names an entity; null where it names none. */
export function readEntity(text: string | undefined): { type: 'user' | 'session' | 'product'; id: string } | null {
  const match = /^(user|session|product):(.+)$/s.exec(text ?? '');
  const [, type, id] = match ?? [];
  if (id === undefined || (type !== 'user' && type !== 'session' && type !== 'product')) return null;
  return { type, id };
}
