/** The engine asks the main process for secrets: only there can the system's safe storage be reached. */
import type { Vault } from '../engine/vault.js';

export type VaultQuestion = { readonly kind: 'vault'; readonly id: number } & (
  | { readonly ask: 'keeps' }
  | { readonly ask: 'read' | 'remove'; readonly secretId: string }
  | { readonly ask: 'write'; readonly secretId: string; readonly secret: string }
);

export interface VaultAnswer {
  readonly kind: 'vault';
  readonly id: number;
  readonly value: string | null;
  /** Null where it went well. */
  readonly error: string | null;
}

type WithoutHead<Question> = Question extends VaultQuestion ? Omit<Question, 'kind' | 'id'> : never;

/** The engine's end. */
export function vaultOverMessages(post: (question: VaultQuestion) => void): {
  readonly vault: Vault;
  readonly take: (answer: VaultAnswer) => void;
} {
  const waiting = new Map<number, { resolve: (value: string | null) => void; reject: (error: Error) => void }>();
  let lastId = 0;

  function ask(question: WithoutHead<VaultQuestion>): Promise<string | null> {
    return new Promise((resolve, reject) => {
      const id = ++lastId;
      waiting.set(id, { resolve, reject });
      post({ kind: 'vault', id, ...question });
    });
  }

  return {
    vault: {
      keeps: async () => ((await ask({ ask: 'keeps' })) === 'kept' ? 'kept' : 'until_the_app_ends'),
      read: (secretId) => ask({ ask: 'read', secretId }),
      write: async (secretId, secret) => void (await ask({ ask: 'write', secretId, secret })),
      remove: async (secretId) => void (await ask({ ask: 'remove', secretId })),
    },
    take({ id, value, error }) {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (error === null) asked?.resolve(value);
      else asked?.reject(new Error(error));
    },
  };
}

function answer(vault: Vault, question: VaultQuestion): Promise<string | null | void> {
  if (question.ask === 'keeps') return vault.keeps();
  if (question.ask === 'write') return vault.write(question.secretId, question.secret);
  return question.ask === 'read' ? vault.read(question.secretId) : vault.remove(question.secretId);
}

/** The main process's end. Never throws. */
export async function answerVaultQuestion(vault: Vault, question: VaultQuestion): Promise<VaultAnswer> {
  const { kind, id } = question;
  try {
    return { kind, id, value: (await answer(vault, question)) ?? null, error: null };
  } catch (error) {
    return { kind, id, value: null, error: error instanceof Error ? error.message : 'The safe storage failed.' };
  }
}
