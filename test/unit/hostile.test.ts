// The worst inputs under 64 KiB that we could think of: each decoder ends on each of them and throws nothing. How long they take
// is for the bench to print.

import { expect, it } from 'vitest';
import { HOSTILE_CASES } from '../bench/hostile-cases.ts';

it.each(HOSTILE_CASES)('$name', ({ run }) => {
  expect(run()).toBeDefined();
});
