// Before any report of the tab: installed a moment ago, the browser restored the tab, or its page has come this second.

import { useEffect, useState } from 'preact/hooks';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Shield } from '../ui/shield.tsx';
import { say } from '../ui/words.tsx';
import { AlwaysThere } from './footer.tsx';

/** A background that is alive answers much sooner. */
const PATIENCE_MS = 5_000;

export function NothingKnown({ isAwaited }: { isAwaited: boolean }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  const isPending = isAwaited && !isLong;
  return (
    <main class="quiet waits" data-verdict="unknown" data-evidence="unknown">
      <header class="verdict">
        <Shield shape="question" />
        <div>
          <h1>{say(isPending ? 'headline_pending' : 'popup_nothing_known')}</h1>
          <p>
            <EvidencePill evidence="unknown" /> {say(isPending ? 'unknown_pending_first' : 'popup_nothing_known_basis')}
          </p>
        </div>
      </header>
      <footer>
        <span class="source" />
        <AlwaysThere />
      </footer>
    </main>
  );
}
