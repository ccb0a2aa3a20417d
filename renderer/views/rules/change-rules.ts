/** Changes to a pack that leave it as it was otherwise. */
import { ruleKinds, type Rule, type RulePack } from '../../../preload/rules/pack.js';
import type { RuleKind } from '../../../preload/rules/rule-kind.js';

export function replaceRule(pack: RulePack, id: string, change: (rule: Rule) => Rule): RulePack {
  return { ...pack, rules: pack.rules.map((rule) => (rule.id === id ? change(rule) : rule)) };
}

export function switchRule(pack: RulePack, id: string, isOn: boolean): RulePack {
  return replaceRule(pack, id, (rule) => ({ ...rule, isOn }));
}

/** A setting that is at its kind's default is not written down. */
export function setSetting(pack: RulePack, id: string, name: string, value: number): RulePack {
  return replaceRule(pack, id, (rule) => {
    if (rule.kind === 'window') return rule;
    const kind: RuleKind = ruleKinds[rule.kind];
    const others = Object.entries(rule.settings).filter(([other]) => other !== name);
    const own: readonly (readonly [string, number])[] = kind.settings[name]?.default === value ? [] : [[name, value]];
    return { ...rule, settings: Object.fromEntries([...others, ...own]) };
  });
}

export function setWindowThreshold(pack: RulePack, id: string, value: number): RulePack {
  return replaceRule(pack, id, (rule) =>
    rule.kind === 'window' ? { ...rule, threshold: { ...rule.threshold, value } } : rule,
  );
}

export function removeRule(pack: RulePack, id: string): RulePack {
  return { ...pack, rules: pack.rules.filter((rule) => rule.id !== id) };
}

/** The slider of a window rule's threshold reaches as far as this. */
export function windowReach(value: number): { readonly min: number; readonly max: number; readonly step: number } {
  const size = 10 ** Math.ceil(Math.log10(Math.max(10, Math.abs(value) * 2)));
  return { min: 0, max: size, step: size > 1000 ? size / 1000 : 1 };
}
