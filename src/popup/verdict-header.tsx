// The answer: a status word in the verdict's colour, one sentence, and who says so. Both are spoken again when they change.

import { describeAnswer, describeEvidence } from '../assess/answer-words.ts';
import { describeDowngrade, describeStatus } from '../assess/words.ts';
import type { SiteReport } from '../shared/report.ts';
import type { Sentence } from '../shared/sentence.ts';
import { Age } from '../ui/age.tsx';
import { Shield } from '../ui/shield.tsx';
import { pictureOf } from '../ui/verdict-picture.ts';
import { Words } from '../ui/words.tsx';
import { EvidenceButton } from './evidence-button.tsx';
import { OtherWays } from './other-ways.tsx';

/** Characters of the site's name in the answer; the last row of who can read it has all of it. */
const ANSWER_NAME = 72;

export function VerdictHeader({ report }: { report: SiteReport }) {
  const { downgrade, navigationId } = report;
  const [answer, ...more] = describeAnswer(report);
  const known = describeEvidence(report);
  return (
    <header class="verdict">
      <Shield shape={report.headline.kind === 'pending' ? 'ring' : pictureOf(report).shape} />
      <div>
        <div aria-live="polite" aria-atomic="true">
          <h1 tabIndex={-1}>
            <Words sentence={describeStatus(report)} />
          </h1>
          {answer !== undefined && (
            <p class="answer">
              <Words sentence={answer} atMost={ANSWER_NAME} end={endOf(answer)} />
            </p>
          )}
        </div>
        {more.map((sentence) => (
          <p key={sentence.key} class="more">
            <Words sentence={sentence} atMost={ANSWER_NAME} Ago={Age} />
          </p>
        ))}
        {downgrade !== null && (
          <p class="downgrade">
            <Words sentence={describeDowngrade(downgrade)} />
          </p>
        )}
        <OtherWays key={navigationId} report={report} />
        {known !== null && (
          <EvidenceButton key={navigationId} evidence={known.evidence} source={<Words sentence={known.source} />}>
            {known.meaning.map((sentence) => (
              <span key={sentence.key}>
                <Words sentence={sentence} Ago={Age} />{' '}
              </span>
            ))}
          </EvidenceButton>
        )}
      </div>
    </header>
  );
}

/** A headline has no full stop, since it also stands in a tooltip; every other sentence has its own. */
const endOf = ({ key }: Sentence): string => (key.startsWith('headline_') ? '.' : '');
