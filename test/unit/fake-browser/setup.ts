// Stands for the browser in every test that runs without one.

import { vi } from 'vitest';
import { currentApi } from './current.ts';

vi.mock('webextension-polyfill', async () => ({ default: (await import('./current.ts')).browser }));
Object.defineProperty(globalThis, 'chrome', { get: () => currentApi().chrome });
