// ECH that a server drops while a page goes on: seen within two seconds.

import { describe, it } from 'vitest';
import { dropEch } from './dropping.ts';
import { BROWSERS } from './looking.ts';
import { withLab, withOverheard } from './with-overheard.ts';

const lab = withLab();

describe.each(BROWSERS.filter((name) => name === 'firefox'))('%s', (name) => {
  const overheard = withOverheard(name, lab);

  it('a page whose server drops ECH in the middle of it', async () => {
    await dropEch(overheard, lab);
  });
});
