/** A rule pack: validated JSON with a version. What a pack leaves out is the kind's default. */
import { z } from 'zod';
import { behaviourRules } from './behaviour-rules.js';
import { families, severities, type RuleKind, type SettingsOf } from './rule-kind.js';
import { shopRules } from './shop-rules.js';
import { windowRule, type WindowRule } from './window-rule.js';

/** All kinds of rules that detectors are written for. */
export const ruleKinds = { ...behaviourRules, ...shopRules } as const;
export type RuleKindName = keyof typeof ruleKinds;
const kindNames = Object.keys(ruleKinds) as [RuleKindName, ...RuleKindName[]];

function kindOf(name: RuleKindName): RuleKind {
  return ruleKinds[name];
}

const detectorRule = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'an id has small letters, digits and dashes'),
    kind: z.enum(kindNames),
    title: z.string().min(1).max(120).optional(),
    isOn: z.boolean().default(true),
    /** Alerts of the rule are of this severity at most. */
    maxSeverity: z.enum(severities).default('high'),
    settings: z.record(z.string(), z.number()).default({}),
  })
  .superRefine(({ kind, settings }, context) => {
    const known = kindOf(kind).settings;
    for (const [name, value] of Object.entries(settings)) {
      const setting = Object.hasOwn(known, name) ? known[name] : undefined;
      const path = ['settings', name];
      if (setting === undefined) {
        const message = `a rule of kind ${kind} has ${Object.keys(known).join(', ')}, and no ${name}`;
        context.addIssue({ code: 'custom', path, message });
      } else if (value < setting.min || value > setting.max) {
        const message = `${name} lies between ${setting.min} and ${setting.max}`;
        context.addIssue({ code: 'custom', path, message });
      }
    }
  });
export type DetectorRule = z.infer<typeof detectorRule>;
export type Rule = DetectorRule | WindowRule;

export const packName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'a pack’s name has small letters, digits and dashes');

export const rulePack = z
  .strictObject({
    name: packName,
    version: z.number().int().min(1),
    title: z.string().min(1).max(120),
    about: z.string().max(1000).default(''),
    /** The watermark stays this far behind the latest event: what comes later than that is late. */
    boundSeconds: z.number().min(0).max(3600).default(10),
    /** A firing alert recovers after so long without a sign, and is resolved after so long more. */
    recoverAfterSeconds: z.number().min(1).max(86_400).default(120),
    resolveAfterSeconds: z.number().min(1).max(86_400).default(480),
    rules: z
      .array(z.discriminatedUnion('kind', [detectorRule, windowRule]))
      .min(1)
      .max(100),
  })
  .superRefine(({ rules }, context) => {
    const seen = new Set<string>();
    for (const [at, { id }] of rules.entries()) {
      if (seen.has(id))
        context.addIssue({ code: 'custom', path: ['rules', at, 'id'], message: `two rules have the id “${id}”` });
      seen.add(id);
    }
  });
export type RulePack = z.infer<typeof rulePack>;
/** A pack as it is written: with what may be left out. */
export type WrittenPack = z.input<typeof rulePack>;

/** The rule's numbers: its own, and the kind's defaults for the others. */
export function settingsOf<Name extends RuleKindName>(
  rule: DetectorRule & { readonly kind: Name },
): SettingsOf<(typeof ruleKinds)[Name]> {
  const all = Object.entries(kindOf(rule.kind).settings).map(([name, setting]) => [
    name,
    rule.settings[name] ?? setting.default,
  ]);
  return Object.fromEntries(all) as SettingsOf<(typeof ruleKinds)[Name]>;
}

export function familyOf(rule: Rule): (typeof families)[number] {
  return rule.kind === 'window' ? rule.family : kindOf(rule.kind).family;
}

/** Whether its alerts' value lies above or below the threshold. */
export function directionOf(rule: Rule): 'above' | 'below' {
  return rule.kind === 'window' ? rule.threshold.direction : kindOf(rule.kind).signal.direction;
}

/** The unit of its alerts' value and threshold. */
export function unitOf(rule: Rule): string {
  if (rule.kind !== 'window') return kindOf(rule.kind).signal.unit;
  return { count: 'events', sum: 'money', distinct: rule.of === 'category' ? 'categories' : `${rule.of ?? 'value'}s` }[
    rule.measure
  ];
}

export function titleOf(rule: Rule): string {
  return rule.title ?? (rule.kind === 'window' ? rule.id : kindOf(rule.kind).title);
}
