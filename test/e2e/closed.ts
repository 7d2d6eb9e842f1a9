// Runs with every file of end-to-end tests: an extension that was left open was not looked at.

import { afterAll, expect } from 'vitest';
import { open } from '../lab/extension.ts';

// Hooks end in the opposite order, so that this one comes after those of the file.
afterAll(() => expect([...open].map(({ browser }) => browser.version)).toEqual([]));
