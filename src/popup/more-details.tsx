// Everything else, folded away: the picture or what would be read otherwise, what else each can see, the connection, what the site
// publishes, what the network asks of DNS, and what nobody can see from here.

import { describeBasis } from '../assess/basis-words.ts';
import type { Send } from '../platform/report-port.ts';
import type { Lane, SiteReport } from '../shared/report.ts';
import { keyOf, sentence } from '../shared/sentence.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { Age } from '../ui/age.tsx';
import { Chevron } from '../ui/glyphs.tsx';
import { useAction } from '../ui/use-action.ts';
import { say, Words } from '../ui/words.tsx';
import { CanaryLine } from './canary-line.tsx';
import { ConnectionLine } from './connection-line.tsx';
import { Counterfactual, Picture } from './picture.tsx';
import { Published } from './published.tsx';
import { WhatElse } from './what-else.tsx';

interface MoreDetailsProps {
  report: SiteReport;
  /** The way that is drawn above. */
  shown: Lane | null;
  send: Send;
}

export function MoreDetails({ report, shown, send }: MoreDetailsProps) {
  const { browser, canary, headline, lanes, observers } = report;
  const rest = lanes.filter((lane) => lane !== shown);
  return (
    <section class="details">
      <details>
        <summary>
          <h2>{say('popup_more')}</h2>
          <Chevron class="chevron" size={14} />
        </summary>
        {headline.kind === 'not-loaded' && (
          <p>
            <Words sentence={describeBasis(report)} />
          </p>
        )}
        {rest.length > 0 && (
          <div class="lanes">
            {rest.map((lane) =>
              lane.applies === 'no' ? (
                <Counterfactual key={lane.id} lane={lane} />
              ) : (
                <Picture key={lane.id} lane={lane} report={report} />
              ),
            )}
          </div>
        )}
        <WhatElse rows={observers} browser={browser} />
        <ConnectionLine report={report} />
        <Published report={report} />
        <CanaryLine canary={canary} />
        <p>{say(keyOf('popup_vpn', browser))}</p>
        <p class="unreported">{say(keyOf('popup_unreported', browser))}</p>
        <Asked report={report} send={send} />
      </details>
    </section>
  );
}

/** Whom Overheard asked and how long ago, and asking again. */
function Asked({ report: { resolver, answeredAtMs, published }, send }: Pick<MoreDetailsProps, 'report' | 'send'>) {
  const checking = useAction(() => send({ kind: 'check-again' }), 'failed_page');
  const isBusy = published.state === 'pending';
  if (resolver === null) return null;
  const label = { label: resolver.name };
  return (
    <div class="asked">
      <p title={resolver.host}>
        <Words
          sentence={
            answeredAtMs === null
              ? sentence('popup_no_answer', label)
              : sentence('popup_answered', label, { agoMs: answeredAtMs })
          }
          Ago={Age}
        />
      </p>
      <button type="button" aria-disabled={isBusy} onClick={() => !isBusy && checking.run()}>
        {say('popup_check_again')}
      </button>
      <ActionFailure of={checking} />
    </div>
  );
}
