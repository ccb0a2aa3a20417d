/** The answers of engines elsewhere that this page keeps. */
import { callEngine, refreshCalls } from '../engine.js';
import { RemoteAnswers, type RemoteQuestion } from './remote-answers.js';

export const keptAnswers = new RemoteAnswers(callEngine, () => refreshCalls('remote.estimate', 'remote.history'));

/** After a change over there, or of what the question means: it has to be asked anew. */
export function forgetRemoteAnswers(isOutdated: (question: RemoteQuestion) => boolean): void {
  keptAnswers.forget(isOutdated);
}

/** After a change of the connection, or of what lies behind it. */
export function forgetAnswersOf(connection: string): void {
  keptAnswers.forget((question) => question.connection === connection);
  refreshCalls('remote.estimate');
}
