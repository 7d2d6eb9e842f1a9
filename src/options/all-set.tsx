// After the first start: what happens from now on, what the icon will show, and a page to try it on.

import { useLayoutEffect, useRef } from 'preact/hooks';
import { IconLegend } from '../ui/icon-legend.tsx';
import { say } from '../ui/words.tsx';

/** Shows in words how the server says that it was reached. Opened on a click, and by the user. */
const TEST_PAGE = new URL('https://crypto.cloudflare.com/cdn-cgi/trace');

export function AllSet({ words, onSettings }: { words: string; onSettings(): void }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // The button that led here is gone.
  useLayoutEffect(() => heading.current?.focus(), []);
  return (
    <>
      <header>
        <img src="icons/app-48.png" alt="" width="40" height="40" />
        <h1 tabIndex={-1} ref={heading}>
          {say('all_set')}
        </h1>
      </header>
      <p class="started" role="status">
        {words}
      </p>
      <section aria-labelledby="legend">
        <h2 id="legend">{say('legend_title')}</h2>
        <p class="hint">{say('legend_where')}</p>
        <IconLegend />
      </section>
      <section aria-labelledby="try" class="next">
        <h2 id="try">{say('all_set_try')}</h2>
        <p>
          <a href={TEST_PAGE.href} target="_blank" rel="noreferrer">
            {say('all_set_test_page', { host: TEST_PAGE.host })}
          </a>
        </p>
        <button type="button" onClick={onSettings}>
          {say('all_set_settings')}
        </button>
      </section>
    </>
  );
}
