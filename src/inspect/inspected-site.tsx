// One site that was asked about: what the answer comes to, and on request its twin with or without `www.`.

import { useMemo } from 'preact/hooks';
import { readPublication } from '../assess/publication.ts';
import { describePublication } from '../assess/words.ts';
import { type BrowserRow, predictRows } from '../browsers/rows.ts';
import { describeRotation } from '../lint/key-rotation.ts';
import { findProblems } from '../lint/lint-site.ts';
import { compareTwins, type TwinComparison, twinOf } from '../lint/www-counterpart.ts';
import { browserName } from '../platform/features.ts';
import type { InspectAnswer } from '../shared/inspect.ts';
import type { HttpsLookup, LookupOutcome } from '../shared/lookup.ts';
import { AnswerFacts } from './answer-facts.tsx';
import type { Inspected } from './export-report.ts';
import { NotAsked } from './not-asked.tsx';
import type { Site } from './site-input.ts';
import { Judged } from './site-result.tsx';
import { TwinSection } from './twin-section.tsx';
import { type InspectionStore, type LookupMode, useInspection } from './use-inspection.ts';

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
  const twinStore = useInspection(isPrivate);
  const twinHost = twinOf(host);
  const twinAnswer = twinStore.inspection?.answer;
  const twin = useMemo(
    () => (twinHost === null ? null : comparison(site, lookup, { host: twinHost, port }, twinAnswer)),
    [site, lookup, twinHost, port, twinAnswer],
  );
  const inspected = useMemo(() => inspectedOf(site, answer, twin), [site, answer, twin]);
  const published = readPublication({
    browser: browserName(),
    page: { scheme: 'https', host, port },
    lookup: { state: 'done', resolver, lookup },
  }).report;
  return (
    <Judged inspected={inspected} statement={describePublication(published, { host, resolver: resolver.name })}>
      {twinHost !== null && (
        <TwinSection
          twin={twinHost}
          resolver={resolver.name}
          comparison={twin}
          store={twinStore}
          ask={() => twinStore.inspect({ host: twinHost, port })}
        />
      )}
      <AnswerFacts answer={answer} isPending={isPending} asking={asking} again={again} />
    </Judged>
  );
}

/**
 * Browsers look at the first set only, which is there although a later step failed. To a host whose own name does not exist none
 * connects; the name that is asked about for another port need not exist.
 */
function rowsOf(outcome: LookupOutcome, site: Site): BrowserRow[] {
  const isNameless = outcome.kind === 'name-error' && site.port === 443;
  const isLost = (outcome.kind === 'failed' || isNameless) && !outcome.sets?.some(({ rdatas }) => rdatas.length > 0);
  return isLost ? [] : predictRows(outcome, { scheme: 'https', ...site });
}

function comparison(
  site: Site,
  lookup: HttpsLookup,
  twin: Site,
  answer: InspectAnswer | null | undefined,
): TwinComparison | null {
  if (answer?.state !== 'done') return null;
  const side = (one: Site, { outcome }: HttpsLookup) => ({ host: one.host, outcome, rows: rowsOf(outcome, one) });
  return compareTwins(side(site, lookup), side(twin, answer.lookup));
}

function inspectedOf(site: Site, { lookup, resolver }: Done, twin: TwinComparison | null): Inspected {
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
    problems: findProblems({ ...facts, twin }),
    remarks: [...(twin === null ? [] : [twin.words]), ...describeRotation(outcome, facts.ttlSeconds)],
  };
}
