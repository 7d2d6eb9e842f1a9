// Stands for the browser in every test that runs without one.

import { vi } from 'vitest';
import { currentApi, turnTo } from './current.ts';
import { FakeExtensionApi } from './extension-api.ts';

vi.mock('webextension-polyfill', async () => ({ default: (await import('./current.ts')).browser }));
Object.defineProperty(globalThis, 'chrome', { get: () => currentApi().chrome, configurable: true });
// Another file may have run in this process.
turnTo(new FakeExtensionApi('firefox'));
