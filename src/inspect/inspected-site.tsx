// Everything that is known of one site, from the answer to the wire.

import { readPublication } from '../assess/publication.ts';
import { predictRows } from '../browsers/rows.ts';
import { tellsConnections } from '../platform/features.ts';
import type { InspectAnswer } from '../shared/inspect.ts';
import type { HttpsLookup } from '../shared/lookup.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Name } from '../ui/name.tsx';
import { Shield } from '../ui/shield.tsx';
import { Words } from '../ui/words.tsx';
import { AnswerFacts } from './answer-facts.tsx';
import { ClientRows } from './client-rows.tsx';
import { NotAsked } from './not-asked.tsx';
import { RecordSets } from './record-sets.tsx';
import { type Site, siteText } from './site-input.ts';
import { summarise } from './summary.ts';

interface InspectedSiteProps {
  site: Site;
  answer: InspectAnswer;
  isPending: boolean;
  again(): void;
}

export function InspectedSite(props: InspectedSiteProps) {
  const { site, answer, again } = props;
  return answer.state === 'done' ? (
    <Answered {...props} answer={answer} />
  ) : (
    <NotAsked site={site} why={answer.why} again={again} />
  );
}

type Done = Extract<InspectAnswer, { state: 'done' }>;

function Answered({ site, answer, isPending, again }: InspectedSiteProps & { answer: Done }) {
  const { lookup, resolver } = answer;
  const rows = rowsOf(lookup, site);
  const summary = summarise(rows, site.host);
  const { report } = readPublication({
    browser: tellsConnections ? 'firefox' : 'chromium',
    page: { scheme: 'https', ...site },
    lookup: { state: 'done', resolver, lookup },
  });
  return (
    <>
      <section class={`summary ${summary?.tone ?? 'quiet'}`} data-published={report.state}>
        <Shield shape={summary?.shape ?? 'question'} />
        <div>
          <h2>
            <Name name={siteText(site)} />
          </h2>
          <p class="headline">
            <Words sentence={summary?.words ?? report.statement} />
          </p>
          <EvidencePill evidence={summary === null ? 'unknown' : 'inferred'} />{' '}
          {summary !== null && <Words sentence={report.statement} />}
        </div>
      </section>
      {rows.length > 0 && <ClientRows rows={rows} />}
      <RecordSets sets={lookup.outcome.sets ?? []} />
      <AnswerFacts answer={answer} isPending={isPending} again={again} />
    </>
  );
}

/** Browsers look at the first set only, which is there although a later step failed. */
function rowsOf({ outcome }: HttpsLookup, site: Site) {
  const isLost = outcome.kind === 'failed' && !outcome.sets?.some(({ rdatas }) => rdatas.length > 0);
  return isLost ? [] : predictRows(outcome, { scheme: 'https', ...site });
}
