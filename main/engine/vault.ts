/** Where secrets are kept: the host's business. Nothing else writes one down. */
export interface Vault {
  /** How long what is written stays. Asked for only where there is a secret: a system may ask the person first. */
  keeps(): Promise<'kept' | 'until_the_app_ends'>;
  read(id: string): Promise<string | null>;
  write(id: string, secret: string): Promise<void>;
  remove(id: string): Promise<void>;
}

/** For hosts without a safe place: secrets go when the process ends. */
export function memoryVault(): Vault {
  const secrets = new Map<string, string>();
  return {
    keeps: async () => 'until_the_app_ends',
    read: async (id) => secrets.get(id) ?? null,
    write: async (id, secret) => void secrets.set(id, secret),
    remove: async (id) => void secrets.delete(id),
  };
}
