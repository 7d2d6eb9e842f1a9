// One site that was looked up: what the answer comes to, and on request its www counterpart.

import { useMemo } from 'preact/hooks';
import { readPublication } from '../assess/publication.ts';
import { describePublication } from '../assess/words.ts';
import { type Prediction, predictClients } from '../browsers/rows.ts';
import { describeRotation } from '../lint/key-rotation.ts';
import { lintSite } from '../lint/lint-site.ts';
import { compareWww, describeComparison, type WwwComparison, wwwCounterpart } from '../lint/www-counterpart.ts';
import { browserName } from '../platform/features.ts';
import type { InspectAnswer } from '../shared/inspect.ts';
import type { HttpsLookup, LookupOutcome } from '../shared/lookup.ts';
import type { SuffixList } from '../shared/suffix-list.ts';
import { AnswerFacts } from './answer-facts.tsx';
import type { Inspected } from './export-report.ts';
import { NotAsked } from './not-asked.tsx';
import type { Site } from './site-input.ts';
import { SiteResult } from './site-result.tsx';
import { type InspectionStore, type LookupMode, useInspection } from './use-inspection.ts';
import { useSuffixList } from './use-suffix-list.ts';
import { WwwSection } from './www-section.tsx';

interface InspectedSiteProps {
  site: Site;
  answer: InspectAnswer;
  isPrivate: boolean;
  isPending: boolean;
  asking: InspectionStore['asking'];
  again(mode?: LookupMode): void;
}

type Done = Extract<InspectAnswer, { state: 'done' }>;

export function InspectedSite(props: InspectedSiteProps) {
  const { site, answer, again } = props;
  return answer.state === 'done' ? (
    <Answered {...props} answer={answer} />
  ) : (
    <NotAsked site={site} why={answer.why} again={again} />
  );
}

function Answered({ site, answer, isPrivate, isPending, asking, again }: InspectedSiteProps & { answer: Done }) {
  const { host, port } = site;
  const { lookup, resolver } = answer;
  const wwwStore = useInspection(isPrivate);
  const counterpart = wwwCounterpart(host);
  const wwwAnswer = wwwStore.inspection?.answer;
  const www = useMemo(
    () => (counterpart === null ? null : comparison(site, lookup, { host: counterpart, port }, wwwAnswer)),
    [site, lookup, counterpart, port, wwwAnswer],
  );
  const suffixes = useSuffixList();
  const inspected = useMemo(() => inspectedOf(site, answer, www, suffixes), [site, answer, www, suffixes]);
  const published = readPublication({
    browser: browserName(),
    page: { scheme: 'https', host, port },
    lookup: { state: 'done', resolver, lookup },
  }).report;
  return (
    <SiteResult inspected={inspected} statement={describePublication(published, { host, resolver: resolver.name })}>
      {counterpart !== null && (
        <WwwSection
          counterpart={counterpart}
          resolver={resolver.name}
          comparison={www}
          store={wwwStore}
          ask={() => wwwStore.inspect({ host: counterpart, port })}
        />
      )}
      <AnswerFacts answer={answer} isPending={isPending} asking={asking} again={again} />
    </SiteResult>
  );
}

/**
 * Browsers look at the first set only, which is there although a later step failed. None connects to a host whose own name does not
 * exist; the name that is looked up for another port need not exist.
 */
function rowsOf(outcome: LookupOutcome, site: Site): Prediction[] {
  const isNameless = outcome.kind === 'name-error' && site.port === 443;
  const isLost = (outcome.kind === 'failed' || isNameless) && !outcome.sets?.some(({ rdatas }) => rdatas.length > 0);
  return isLost ? [] : predictClients(outcome, { scheme: 'https', ...site });
}

function comparison(
  site: Site,
  lookup: HttpsLookup,
  counterpart: Site,
  answer: InspectAnswer | null | undefined,
): WwwComparison | null {
  if (answer?.state !== 'done') return null;
  const side = (one: Site, { outcome }: HttpsLookup) => ({ host: one.host, outcome, rows: rowsOf(outcome, one) });
  return compareWww(side(site, lookup), side(counterpart, answer.lookup));
}

function inspectedOf(
  site: Site,
  { lookup, resolver }: Done,
  www: WwwComparison | null,
  suffixes: SuffixList,
): Inspected {
  const { outcome, authenticated, extendedErrors, answeredAtMs } = lookup;
  const ttls = (outcome.sets ?? []).map(({ ttlSeconds }) => ttlSeconds);
  const facts = {
    ...site,
    type: 'HTTPS' as const,
    outcome,
    rows: rowsOf(outcome, site),
    authenticated: outcome.kind === 'failed' ? null : authenticated,
    ttlSeconds: ttls.length === 0 ? null : Math.min(...ttls),
  };
  return {
    ...facts,
    resolver,
    atMs: answeredAtMs,
    extendedErrors,
    findings: lintSite({ ...facts, www, suffixes }),
    remarks: [...(www === null ? [] : [describeComparison(www)]), ...describeRotation(outcome, facts.ttlSeconds)],
  };
}
