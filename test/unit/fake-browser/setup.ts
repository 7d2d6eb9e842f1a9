// Stands for the browser in every test that runs without one.

import { vi } from 'vitest';
import { currentApi, turnTo } from './current.ts';
import { FakeExtensionApi } from './extension-api.ts';

vi.mock('webextension-polyfill', async () => ({ default: (await import('./current.ts')).browser }));
Object.defineProperty(globalThis, 'chrome', { get: () => currentApi().chrome, configurable: true });
// Another file may have run in this process.
turnTo(new FakeExtensionApi('firefox'));
// Node's own knows no files of a package.
const fetchFromWeb = globalThis.fetch;
globalThis.fetch = (input, init) => currentApi().packaged(String(input)) ?? fetchFromWeb(input, init);
// Node 20's own, once it is called often enough to be compiled, takes no address with ü in it for one.
URL.canParse = (url, base) => {
  try {
    return Boolean(new URL(url, base));
  } catch {
    return false;
  }
};
// A machine that is busy with something else is no failure: the library waits a second by default.
if ('document' in globalThis) (await import('@testing-library/preact')).configure({ asyncUtilTimeout: 15_000 });
