/** Runs packs over a stream of events and keeps what they find. */
import { Detection } from '../../main/engine/detection/detection.js';
import type { RawAlert } from '../../main/engine/detection/alert-book.js';
import type { EventBatch } from '../../main/engine/detection/events.js';
import { familyOf, type RulePack } from '../../preload/rules/pack.js';
import type { EntityType, Family, Severity } from '../../preload/rules/rule-kind.js';

/** An alert as it is at the end of the input. Times are ms since 1970. */
export interface FoundAlert {
  readonly family: Family;
  readonly severity: Severity;
  readonly entity: EntityType;
  /** User, session or product; 0 of the whole shop. */
  readonly key: bigint;
  readonly firstTime: number;
  readonly detectedTime: number;
  readonly lastTime: number;
}

export interface Findings {
  readonly alerts: readonly FoundAlert[];
  readonly seconds: number;
  readonly rows: number;
}

/** The pack without the rules that nothing can run, and the kinds of those. */
export function leaveOutUnknown(pack: RulePack): { readonly pack: RulePack; readonly unknown: readonly string[] } {
  const unknown: string[] = [];
  const rules = pack.rules.filter((rule) => {
    try {
      new Detection({ pack: { ...pack, rules: [rule] }, onAlert: () => undefined });
      return true;
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('There is no detector'))) throw error;
      unknown.push(rule.kind);
      return false;
    }
  });
  return { pack: { ...pack, rules }, unknown };
}

/** Each pack sees the same batches; the answer has one entry a pack. */
export function runPacks(
  packs: readonly RulePack[],
  feed: (take: (batch: EventBatch) => void) => void,
): readonly Findings[] {
  const runs = packs.map((pack) => {
    const raw = new Map<number, RawAlert>();
    const detection = new Detection({ pack, onAlert: (alert) => void raw.set(alert.serial, alert) });
    return { detection, raw, ms: 0 };
  });
  feed((batch) => {
    for (const run of runs) {
      const startedAt = performance.now();
      run.detection.process(run.detection.open(batch), 0, batch.length);
      run.ms += performance.now() - startedAt;
    }
  });
  return runs.map(({ detection, raw, ms }) => {
    detection.finish();
    const alerts = [...raw.values()]
      .filter(({ state }) => state !== 'pending')
      .map((alert) => toFound(alert, familyOf(detection.rules[alert.rule] as RulePack['rules'][number])));
    return { alerts, seconds: ms / 1000, rows: detection.rows };
  });
}

function toFound({ severity, entity, key, firstTime, detectedTime, lastTime }: RawAlert, family: Family): FoundAlert {
  return { family, severity, entity, key, firstTime, detectedTime, lastTime };
}
