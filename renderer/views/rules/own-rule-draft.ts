/** A rule of one's own as it stands in the form, and what is wrong with it. */
import { windowRule, type WindowRule } from '../../../preload/rules/window-rule.js';

export interface OwnRuleDraft {
  readonly title: string;
  readonly measure: WindowRule['measure'];
  readonly of: WindowRule['of'];
  readonly key: WindowRule['key'];
  readonly types: readonly string[];
  readonly minPrice: number | null;
  readonly maxPrice: number | null;
  readonly seconds: number | null;
  readonly window: WindowRule['window']['kind'];
  readonly direction: WindowRule['threshold']['direction'];
  readonly value: number | null;
  readonly severity: WindowRule['severity'];
}

export const emptyOwnRule: OwnRuleDraft = {
  title: '',
  measure: 'count',
  of: null,
  key: 'user',
  types: [],
  minPrice: null,
  maxPrice: null,
  seconds: 60,
  window: 'sliding',
  direction: 'above',
  value: 30,
  severity: 'medium',
};

export type DraftProblems = Readonly<Record<string, string>>;

export type ReadOwnRule =
  { readonly rule: WindowRule; readonly problems: null } | { readonly rule: null; readonly problems: DraftProblems };

/** An id that no other rule of the pack has. */
function chooseId(title: string, taken: readonly string[]): string {
  const plain =
    title
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 36) || 'rule';
  for (let turn = 1; ; turn += 1) {
    const id = turn === 1 ? plain : `${plain}-${turn}`;
    if (!taken.includes(id)) return id;
  }
}

/** Problems by the field that they are of: its first name in the rule (`title`, `of`, `window`, `threshold` …). */
export function readOwnRule(draft: OwnRuleDraft, taken: readonly string[]): ReadOwnRule {
  const parsed = windowRule.safeParse({
    id: chooseId(draft.title, taken),
    kind: 'window',
    title: draft.title.trim(),
    severity: draft.severity,
    measure: draft.measure,
    of: draft.measure === 'count' ? null : draft.measure === 'sum' ? 'price' : draft.of,
    key: draft.key,
    filter: {
      ...(draft.types.length > 0 && { types: draft.types }),
      ...(draft.minPrice !== null && { minPrice: draft.minPrice }),
      ...(draft.maxPrice !== null && { maxPrice: draft.maxPrice }),
    },
    window: { seconds: draft.seconds, kind: draft.window },
    threshold: { direction: draft.direction, value: draft.value },
  });
  if (parsed.success) return { rule: parsed.data, problems: null };
  const problems: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) problems[String(path[0])] ??= message;
  return { rule: null, problems };
}
