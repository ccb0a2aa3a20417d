/** Whom an alert names: an attack, a look-alike, or somebody of the background. */
import type { Label } from '../cases/scene.js';
import { firstAt, type RowsOfEvents } from '../rows.js';
import type { FoundAlert } from './run-packs.js';

export type Named =
  /** It names the attack while that goes on, or in the minute after. */
  | { readonly is: 'hit'; readonly label: Label }
  /** It is about an attack, but too late or not in the first place: neither right nor wrong. */
  | { readonly is: 'aside'; readonly label: Label }
  | { readonly is: 'look-alike'; readonly label: Label }
  | { readonly is: 'background' };

/** Seconds after its last event within which an attack may still be detected. */
export const graceSeconds = 60;
/** Of the events of a product or of the shop within an alert, such a share makes it be about a case. */
const share = 1 / 3;

export class Matcher {
  private readonly ofUser = new Map<bigint, Label>();
  private readonly ofSession = new Map<bigint, Label>();

  constructor(
    private readonly labels: readonly Label[],
    private readonly background: RowsOfEvents,
    private readonly cases: RowsOfEvents,
  ) {
    for (const label of labels) {
      for (const user of label.users) this.ofUser.set(BigInt(user), label);
      for (const session of label.sessions) this.ofSession.set(session, label);
    }
  }

  name(alert: FoundAlert): Named {
    const label = this.labelOf(alert);
    if (label === undefined) return { is: 'background' };
    if (label.side === 'look-alike') return { is: 'look-alike', label };
    const isShop = alert.entity === 'global';
    if (isShop && !label.family.startsWith('global-flood')) return { is: 'aside', label };
    const detected = Math.floor(alert.detectedTime / 1000);
    const isInTime = detected >= label.start && detected <= label.end + graceSeconds;
    return { is: isInTime ? 'hit' : 'aside', label };
  }

  private labelOf(alert: FoundAlert): Label | undefined {
    if (alert.entity === 'user') return this.ofUser.get(alert.key);
    if (alert.entity === 'session') return this.ofSession.get(alert.key);
    return this.mostOf(alert);
  }

  /** The case that most of the events are of, where cases have a third of them or more. */
  private mostOf({ entity, key, firstTime, detectedTime }: FoundAlert): Label | undefined {
    const product = entity === 'product' ? Number(key) : undefined;
    const from = Math.floor(Math.min(firstTime, detectedTime) / 1000);
    const to = Math.floor(detectedTime / 1000) + 1;
    const counts = new Map<number, number>();
    let all = 0;
    for (const rows of [this.background, this.cases]) {
      const end = firstAt(rows, to);
      for (let at = firstAt(rows, from); at < end; at++) {
        if (product !== undefined && rows.product[at] !== product) continue;
        all++;
        const label = rows.label[at] as number;
        if (label >= 0) counts.set(label, (counts.get(label) ?? 0) + 1);
      }
    }
    const [most] = [...counts].sort((a, b) => b[1] - a[1]);
    const ofCases = [...counts.values()].reduce((a, b) => a + b, 0);
    if (most === undefined || ofCases < all * share) return undefined;
    return this.labels[most[0]];
  }
}
