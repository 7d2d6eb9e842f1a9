// Finds out whether this browser uses ECH with reference hosts, where it reports that to no extension (Chrome) and the user wants it to be
// tested: when a page is looked up, once on a network and again after an hour. A background that sleeps is told of no change of network,
// so that without the second time pages on a network where ECH isn't used would go on being called probably hidden. One host is asked by
// a new request of ours, and the others when that one says that ECH was not used. The request says nothing about the page.

import { type ProbeRequest, tracingReferences } from '../network/probe.ts';
import { echInTrace, MAX_TRACE_BYTES } from '../network/trace.ts';
import { reachableReferences } from '../shared/managed.ts';
import type { Platform } from '../shared/ports.ts';
import { readStart } from '../shared/response-text.ts';
import type { Settings } from '../shared/settings.ts';
import { type EchOnNetworks, MAX_AGE_MS, type TestAnswer, type TestRound } from './ech-on-networks.ts';
import type { LiveSettings } from './live-settings.ts';
import { warn } from './session-storage.ts';
import type { Startup } from './startup.ts';
import { isKnownNotPrivate } from './tab-record.ts';
import type { PageChange, TabStore } from './tab-store.ts';

/** In one round: a host that hasn't answered by then isn't asked again. */
const MAX_TRIES = 3;
const TRY_AGAIN_MS = 60_000;
const TIMEOUT_MS = 10_000;

interface Parts {
  platform: Platform;
  settings: LiveSettings;
  tabs: TabStore;
  echHere: EchOnNetworks;
  startup: Startup;
}

export class NetworkTest {
  readonly #parts: Parts;
  #isRunning = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { platform, tabs, startup } = parts;
    if (platform.browser === 'firefox') return;
    tabs.pageChanged.listen((change) => isLookedUp(change) && startup.whenReady(() => this.#run()));
  }

  async #run(): Promise<void> {
    if (this.#isRunning || !this.#isDue()) return;
    this.#isRunning = true;
    await this.#try().catch(warn);
    this.#isRunning = false;
  }

  #isDue(): boolean {
    const { platform, settings, echHere } = this.#parts;
    const { round } = echHere.current;
    if (!settings.current.testNetwork) return false;
    if (round === null || isOld(round, platform.now())) return true;
    return !round.isDone && round.tries < MAX_TRIES && Math.abs(platform.now() - round.atMs) >= TRY_AGAIN_MS;
  }

  async #try(): Promise<void> {
    const { platform, settings, echHere } = this.#parts;
    const { now } = platform;
    // Without host access the request would carry this installation's own identifier.
    const [hasSiteAccess] = await Promise.all([platform.hasSiteAccess(), settings.ensureLoaded()]);
    const [first, ...others] = askable(settings.current);
    if (first === undefined || !hasSiteAccess || !platform.online()) return;

    const { serial, round: before } = echHere.current;
    const isNewRound = before === null || isOld(before, now());
    const begun: TestRound = isNewRound
      ? { tries: 1, atMs: now(), answers: [], isDone: false }
      : { ...before, tries: before.tries + 1, atMs: now() };
    // Before anything is sent, so that a background that is killed meanwhile does not ask without end.
    echHere.learnTests(serial, begun);
    const answers = [...begun.answers];
    const isUnanswered = ({ host }: ProbeRequest) => answers.every((answer) => answer.host !== host);
    const ask = async (request: ProbeRequest) => {
      const usedEch = isUnanswered(request) ? await this.#ask(request) : null;
      if (usedEch !== null) answers.push({ host: request.host, usedEch, atMs: now() });
    };
    await ask(first);
    // Policy, the user and the network may have changed meanwhile.
    const mayGoOn = () => echHere.current.serial === serial && platform.online();
    const isUnused = answers.length > 0 && !hasUsed(answers);
    if (isUnused && mayGoOn()) await Promise.all(others.filter((one) => isAskable(one, settings.current)).map(ask));
    const isDone = hasUsed(answers) || (isUnused && others.every((one) => !isUnanswered(one)));
    echHere.learnTests(serial, { ...begun, answers, isDone });
  }

  /** Null where it didn't answer, or its answer doesn't say. */
  async #ask({ host, url }: ProbeRequest): Promise<boolean | null> {
    const send = this.#parts.platform.fetchFor('network-test', { private: false });
    const init: RequestInit = {
      method: 'GET',
      // As for a query: a language header of our own keeps the user's languages out.
      headers: { 'accept-language': '*' },
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    };
    const text = await send(url, init, host)
      .then((response) => readStart(response, MAX_TRACE_BYTES))
      .catch(() => null);
    return echInTrace(text ?? '');
  }
}

/** A page of no private window is looked up, or its answer is known. */
const isLookedUp = ({ before, page }: PageChange): boolean =>
  page.lookup.state === 'done' && page.lookup !== before?.lookup && isKnownNotPrivate(page);

const isOld = (round: TestRound, nowMs: number): boolean => Math.abs(nowMs - round.atMs) >= MAX_AGE_MS;

const hasUsed = (answers: TestAnswer[]): boolean => answers.some(({ usedEch }) => usedEch);

/** Reference hosts that say how a request reached them; none while it is not known what an organization decides. */
function askable(settings: Settings): ProbeRequest[] {
  const { isKnown, testNetwork, managed } = settings;
  if (!isKnown || !testNetwork || managed.isAwaited || managed.isUnreadable) return [];
  return tracingReferences(reachableReferences(settings));
}

const isAskable = (request: ProbeRequest, settings: Settings): boolean =>
  askable(settings).some(({ url }) => url === request.url);
