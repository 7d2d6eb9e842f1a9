// Twenty visits to each site of the provider whose servers tell how a connection was opened, each on a new connection (Chromium).

import { beforeAll, describe, expect, it } from 'vitest';
import { TRACE_SITES } from '../../lab/trace-sites.ts';
import { playTraced } from '../tracing.ts';
import { withLab, withOverheard } from '../with-overheard.ts';

const VISITS = 20;
const TIMEOUT_MS = 600_000;

const lab = withLab();

describe('chromium', () => {
  const overheard = withOverheard('chromium', lab);
  beforeAll(() => overheard.browser.grant({ permissions: ['scripting'] }));

  it.each(TRACE_SITES)(
    `$id, ${VISITS} times: $title`,
    async ({ id }) => {
      const failures: unknown[] = [];
      for (let visit = 1; visit <= VISITS; visit += 1)
        await playTraced(overheard, lab, id).catch((error: unknown) => failures.push(`visit ${visit}: ${error}`));
      expect(failures).toEqual([]);
    },
    TIMEOUT_MS,
  );
});
