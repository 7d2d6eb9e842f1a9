// The answer as a sentence in large type, who the network is, and who says so. The headline is spoken again when it changes.

import { describeBasis } from '../assess/basis-words.ts';
import { describeHeadline } from '../assess/words.ts';
import type { SeenName, SiteReport, Verdict } from '../shared/report.ts';
import type { HeadlineKind } from '../shared/report-kinds.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Shield } from '../ui/shield.tsx';
import { pictureOf } from '../ui/verdict-picture.ts';
import { say, Words } from '../ui/words.tsx';
import { OtherWays } from './other-ways.tsx';
import { OthersGlance } from './others-glance.tsx';

/** Characters of a name in the headline; the picture below has all of it. */
const HEADLINE_NAME = 72;

/** Good news of the page, and of the page alone. */
const HIDES: Verdict[] = ['hidden', 'partly-hidden', 'likely-hidden'];

/** Headlines about others than the network that the line below them explains, or about nobody. */
const NOT_THE_NETWORK: HeadlineKind[] = [
  'not-applicable',
  'cleartext-local',
  'cleartext-proxied',
  'intercepted',
  'intercepted-name',
];

export function VerdictHeader({ report }: { report: SiteReport }) {
  return (
    <header class="verdict">
      <Shield shape={pictureOf(report).shape} />
      <div>
        <div aria-live="polite" aria-atomic="true">
          <h1>
            <Words sentence={describeHeadline(report)} lit={seenString(report.seen)} atMost={HEADLINE_NAME} />
          </h1>
        </div>
        <OtherWays key={report.navigationId} report={report} />
        {!NOT_THE_NETWORK.includes(report.headline.kind) && <small class="network">{say('popup_network_is')}</small>}
        <p>
          <EvidencePill evidence={report.evidence} /> <Words sentence={describeBasis(report)} />
        </p>
        {HIDES.includes(report.verdict) && <OthersGlance others={report.others} />}
      </div>
    </header>
  );
}

/** The string that the network reads, where it is known as one. */
const seenString = (seen: SeenName): string | null =>
  seen.kind === 'site' || seen.kind === 'public' ? seen.name : null;
