// The answer as a sentence in large type, and who says so. The headline is spoken again when it changes.

import type { SiteReport } from '../shared/report.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Shield } from '../ui/shield.tsx';
import { pictureOf } from '../ui/verdict-picture.ts';
import { Words } from '../ui/words.tsx';
import { seenString } from './seen-string.ts';

/** Characters of a name in the headline; the picture below has all of it. */
const HEADLINE_NAME = 72;

export function VerdictHeader({ report }: { report: SiteReport }) {
  return (
    <header class="verdict">
      <Shield shape={pictureOf(report).shape} />
      <div>
        <div aria-live="polite" aria-atomic="true">
          <h1>
            <Words sentence={report.headline} lit={seenString(report.seen)} atMost={HEADLINE_NAME} />
          </h1>
        </div>
        <p>
          <EvidencePill evidence={report.evidence} /> <Words sentence={report.basis} />
        </p>
      </div>
    </header>
  );
}
