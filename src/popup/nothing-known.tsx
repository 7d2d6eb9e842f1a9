// Before any report of the tab: installed a moment ago, or the browser restored the tab.

import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Shield } from '../ui/shield.tsx';
import { say } from '../ui/words.tsx';
import { AlwaysThere } from './footer.tsx';

export function NothingKnown() {
  return (
    <main class="quiet waits" data-verdict="unknown" data-evidence="unknown">
      <header class="verdict">
        <Shield shape="question" />
        <div>
          <h1>{say('popup_nothing_known')}</h1>
          <p>
            <EvidencePill evidence="unknown" /> {say('popup_nothing_known_basis')}
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
