// The worst hellos that we could think of: each decoder ends on each of them and throws nothing.

import { expect, it } from 'vitest';
import { HOSTILE_HELLOS } from '../../bench/hello-hostile-cases.ts';

it.each(HOSTILE_HELLOS)('$name', ({ run }) => {
  expect(run()).toBeDefined();
});
