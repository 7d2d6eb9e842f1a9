// Before any report of the tab: installed a moment ago, the browser restored the tab, or its page has come this second.

import { useEffect, useState } from 'preact/hooks';
import { Shield } from '../ui/shield.tsx';
import { say } from '../ui/words.tsx';
import { Footer } from './footer.tsx';
import { Outlines } from './outlines.tsx';

/** How long a report may take: one that is being written down, and one of a background that sleeps, if there is any. */
const WRITTEN_MS = 5_000;
const WOKEN_MS = 500;

export function NothingKnown({ isAwaited }: { isAwaited: boolean }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), isAwaited ? WRITTEN_MS : WOKEN_MS);
    return () => clearTimeout(timer);
  }, [isAwaited]);
  const isPending = !isLong;
  return (
    <main class="quiet waits" data-verdict="unknown" data-evidence="unknown">
      <header class="verdict">
        <Shield shape={isPending ? 'ring' : 'question'} />
        <div>
          <h1>{say(isPending ? 'status_pending' : 'status_unknown')}</h1>
          <p class="answer">{say(isPending ? 'unknown_pending_first' : 'popup_nothing_known')}</p>
          {!isPending && <p class="more">{say('popup_nothing_known_basis')}</p>}
        </div>
      </header>
      {isPending && <Outlines />}
      <Footer report={null} />
    </main>
  );
}
