/** Rules by their titles, as the pack that an alert came from has them. */
import { useMemo } from 'react';
import type { Alert } from '../../preload/contract.js';
import { ruleKinds, titleOf } from '../../preload/rules/pack.js';
import { useCall } from '../engine.js';

export type NameRule = (alert: Pick<Alert, 'rule' | 'pack'>) => string;

/** A shipped rule has its kind's name where the pack is no longer there; else the id stands for it. */
function titleOfKind(rule: string): string {
  const kinds: Readonly<Record<string, { readonly title: string }>> = ruleKinds;
  return kinds[rule.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())]?.title ?? rule;
}

/** The same function as long as the packs are the same. */
export function useRuleNames(): NameRule {
  const packs = useCall('packs.list', {}).data;
  return useMemo(() => {
    const titles = new Map<string, string>();
    for (const { pack, earlier } of packs ?? [])
      for (const one of [...earlier, pack])
        for (const rule of one.rules) titles.set(`${one.name} ${rule.id}`, titleOf(rule));
    return ({ rule, pack }) => titles.get(`${pack} ${rule}`) ?? titleOfKind(rule);
  }, [packs]);
}
