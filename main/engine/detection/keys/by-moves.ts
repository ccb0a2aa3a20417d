/**
 * State of sessions and of users over the same events. While a user has one session alone the session's state is the
 * user's: the user's own is left out, and copied from the session when the user moves to another one (a roamer's slot).
 */
import type { Events } from '../events.js';

export interface KeyStates<States> {
  /** Events from `from` to before `to`; a user's only where `movedFrom` is not `alone`. */
  process(events: Events, from: number, to: number): void;
  /** The key begins with the state that one of another table has. */
  copy(slot: number, other: States, otherSlot: number): void;
}

export function processByMoves<States extends KeyStates<States>>(
  events: Events,
  from: number,
  to: number,
  ofSessions: States,
  ofUsers: States,
): void {
  const { movedFrom, roamerSlot } = events;
  let start = from;
  for (let at = from; at < to; at++) {
    const moved = movedFrom[at] as number;
    if (moved < 0) continue;
    ofSessions.process(events, start, at);
    ofUsers.process(events, start, at);
    ofUsers.copy(roamerSlot[at] as number, ofSessions, moved);
    start = at;
  }
  ofSessions.process(events, start, to);
  ofUsers.process(events, start, to);
}
