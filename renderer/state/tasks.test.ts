import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startTask } from './tasks.js';

const page = new EventTarget();

/** True where the page lets itself be closed. */
function close(): boolean {
  const event = new Event('beforeunload', { cancelable: true });
  Object.defineProperty(event, 'returnValue', { value: '', writable: true }); // as a BeforeUnloadEvent has it
  return page.dispatchEvent(event);
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('the page asks before it closes for as long as anything runs', () => {
  expect(close()).toBe(true);
  const load = startTask('Loading');
  const save = startTask('Saving');
  expect(close()).toBe(false);
  load.finish({ kind: 'done', message: '' });
  expect(close()).toBe(false);
  save.finish({ kind: 'cancelled' });
  expect(close()).toBe(true);
});
