// The notice that ECH hid this site earlier in the session and no longer does.

import type { SiteReport } from '../shared/report.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Words } from '../ui/words.tsx';

export function Downgrade({ downgrade }: { downgrade: SiteReport['downgrade'] }) {
  if (downgrade === null) return null;
  return (
    <section class="downgrade">
      <p>
        <EvidencePill evidence={downgrade.evidence} /> <Words sentence={downgrade.words} />
      </p>
    </section>
  );
}
