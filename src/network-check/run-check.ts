// Runs the network check: all at once, each part within its own time and all of it within twenty seconds, and until somebody stops
// it. What has been found so far is told after every part.

import { comparableAnswer } from '../doh/answer-class.ts';
import { CANARY_NAME, canaryByBrowser } from '../network/canary.ts';
import type { CheckedCanary, CheckFacts, ReferenceResult } from '../network/measurements.ts';
import { httpsRecordSupportOf, isResolved, type PlainHttpAttempt, whyFailed } from '../network/request-outcome.ts';
import { echInTrace, MAX_TRACE_BYTES } from '../network/trace.ts';
import { askForCanary, askForRecord, isOnline } from '../platform/network-check-page.ts';
import { watchedRequest } from '../platform/watched-request.ts';
import type { CheckPlan, PlannedReference } from './plan.ts';

/** For all of it. */
const LIMIT_MS = 20_000;
/** For one request of the browser's own. */
const REQUEST_MS = 8_000;
/** For the first of them alone. */
const AHEAD_MS = 2_000;

export type Part = 'resolvers' | 'references' | 'canary' | 'records';

/** How much of each part has ended. */
export type Progress = Partial<Record<Part, { done: number; total: number }>>;

export interface CheckRun {
  facts: CheckFacts;
  progress: Progress;
}

export async function runCheck(plan: CheckPlan, stop: AbortSignal, tell: (run: CheckRun) => void): Promise<CheckFacts> {
  const limit = AbortSignal.timeout(LIMIT_MS);
  const signal = AbortSignal.any([stop, limit]);
  const canary = canaryParts(plan);
  let facts = nothingYet(plan, canary);
  const progress: Progress = {};
  /** Counts a part, and takes over what it found unless the check has ended by then. */
  const part = async <T>(of: Part, work: Promise<T>, found: (result: T) => Partial<CheckFacts>): Promise<void> => {
    const counted = progress[of] ?? { done: 0, total: 0 };
    counted.total++;
    progress[of] = counted;
    const result = await work;
    if (signal.aborted) return;
    counted.done++;
    facts = { ...facts, ...found(result) };
    tell({ facts, progress: structuredClone(progress) });
  };

  const questions = plan.resolvers.flatMap((resolver, at) =>
    plan.references.map((reference, nth) =>
      part(
        'resolvers',
        askForRecord({ template: resolver.template, host: reference.name, port: reference.port }),
        (lookup) => ({
          resolvers: replace(facts.resolvers, at, (one) => ({
            ...one,
            answers: replace(one.answers, nth, (known) => ({ ...known, answer: lookup && comparableAnswer(lookup) })),
          })),
        }),
      ),
    ),
  );
  const requests = sendReferences(plan.references, signal);
  const references = requests.map((request, at) =>
    part('references', request, (result) => ({
      references: replace(facts.references, at, (one) => ({ ...one, result })),
    })),
  );
  const namesResolve = Promise.all(requests).then((results) => results.some(hasResolved));
  const signals = canary.map((asked, at) =>
    part('canary', askCanary(asked, plan, signal, namesResolve), (state) => ({
      canary: replace(facts.canary, at, (one) => ({ ...one, state })),
    })),
  );
  const reach =
    plan.browser === 'chromium'
      ? [
          part('records', attemptReach(plan, signal, namesResolve), (attempts) => ({
            httpsRecordSupport: httpsRecordSupportOf(attempts),
          })),
        ]
      : [];
  tell({ facts, progress: structuredClone(progress) });

  const ended = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  await Promise.race([Promise.all([...questions, ...references, ...signals, ...reach]), ended]);
  return { ...facts, online: isOnline(), ended: stop.aborted ? 'stopped' : limit.aborted ? 'time-limit' : 'done' };
}

/** The system's resolver in Firefox; the chosen one and the browser's own in Chrome. */
function canaryParts({ browser, resolvers, canary }: CheckPlan): CheckedCanary[] {
  if (canary.length === 0) return [];
  if (browser === 'firefox') return [{ by: 'system', resolver: null, state: null }];
  const chosen = resolvers.find(({ isChosen }) => isChosen);
  return [
    ...(chosen === undefined ? [] : [{ by: 'resolver' as const, resolver: chosen.name, state: null }]),
    { by: 'browser', resolver: null, state: null },
  ];
}

const nothingYet = (
  { browser, resolvers, references, expectedRoots }: CheckPlan,
  canary: CheckedCanary[],
): CheckFacts => ({
  browser,
  online: isOnline(),
  ended: 'done',
  resolvers: resolvers.map(({ name, host, isChosen }) => ({
    name,
    host,
    isChosen,
    answers: references.map((reference) => ({ host: reference.host, answer: null })),
  })),
  references: references.map(({ host }) => ({ host, result: null })),
  canary,
  httpsRecordSupport: browser === 'chromium' ? 'unknown' : null,
  expectedRoots,
});

const replace = <T>(items: T[], at: number, change: (item: T) => T): T[] =>
  items.map((item, index) => (index === at ? change(item) : item));

const within = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(REQUEST_MS)]);

/**
 * The first goes ahead: without DNS over HTTPS alone (mode 3) Firefox 153 did not wait for the HTTPS record in some of its first
 * requests after a start, and several at once would all be among them.
 */
function sendReferences([first, ...others]: PlannedReference[], signal: AbortSignal): Promise<ReferenceResult>[] {
  if (first === undefined) return [];
  const ahead = sendReference(first, signal);
  const started = Promise.race([ahead, new Promise((resolve) => setTimeout(resolve, AHEAD_MS))]);
  return [ahead, ...others.map((reference) => started.then(() => sendReference(reference, signal)))];
}

async function sendReference({ url, teller }: PlannedReference, signal: AbortSignal): Promise<ReferenceResult> {
  if (teller === 'nobody') return { kind: 'not-sent' };
  const isTrace = teller === 'trace';
  const method = isTrace ? 'GET' : 'HEAD';
  const maxBytes = isTrace ? MAX_TRACE_BYTES : 0;
  const { isAnswered, error, text, connection } = await watchedRequest(url, {
    method,
    maxBytes,
    signal: within(signal),
  });
  if (!isAnswered) return { kind: 'failed', why: whyFailed(error) };
  const usedEch = isTrace ? echInTrace(text ?? '') : (connection?.usedEch ?? null);
  if (usedEch === null) return { kind: 'unreported' };
  const { usedPrivateDns = null, root = null } = connection ?? {};
  return { kind: 'reported', usedEch, by: teller, usedPrivateDns, root };
}

const hasResolved = (result: ReferenceResult): boolean =>
  result.kind === 'reported' || result.kind === 'unreported' || (result.kind === 'failed' && isResolved(result.why));

async function askCanary(
  { by }: CheckedCanary,
  { resolvers }: CheckPlan,
  signal: AbortSignal,
  namesResolve: Promise<boolean>,
): Promise<CheckedCanary['state']> {
  if (by === 'browser') {
    const wanted = { method: 'HEAD', maxBytes: 0, signal: within(signal) } as const;
    const { isAnswered, error } = await watchedRequest(`https://${CANARY_NAME}/`, wanted);
    return canaryByBrowser({ isAnswered, why: whyFailed(error) }, await namesResolve);
  }
  const template = by === 'system' ? null : resolvers.find(({ isChosen }) => isChosen)?.template;
  if (template === undefined) return 'unknown';
  return (await askForCanary(template))?.state ?? 'unknown';
}

/** After the others: a record that comes later than the address is not waited for, as it is over a connection that is still being made. */
async function attemptReach(
  { references }: CheckPlan,
  signal: AbortSignal,
  after: Promise<unknown>,
): Promise<PlainHttpAttempt[]> {
  await after;
  const attempts = references
    .filter(({ port }) => port === 443)
    .map(({ name }) => watchedRequest(`http://${name}/`, { method: 'HEAD', maxBytes: 0, signal: within(signal) }));
  return Promise.all(attempts);
}
