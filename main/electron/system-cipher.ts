import { safeStorage } from 'electron';
import type { Cipher } from './safe-vault.js';

/** Older Electrons do not name the storage; they say of themselves that it is not available where it is plain text. */
function isPlainText(): boolean {
  const storage: Partial<Pick<typeof safeStorage, 'getSelectedStorageBackend'>> = safeStorage;
  if (process.platform !== 'linux' || storage.getSelectedStorageBackend === undefined) return false;
  return ['basic_text', 'unknown'].includes(storage.getSelectedStorageBackend());
}

/** The system's own, by Electron. Only after the app is ready. */
export const systemCipher: Cipher = {
  isSafe: () => safeStorage.isEncryptionAvailable() && !isPlainText(),
  encrypt: (text) => safeStorage.encryptString(text),
  decrypt: (encrypted) => safeStorage.decryptString(encrypted),
};
