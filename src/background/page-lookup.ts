// Looks up what the page of a tab publishes, when that may be done, and puts the answer into the tab if it still shows that page and
// nothing newer was begun for it.

import { httpsPort } from '../dns/query.ts';
import { classifyRecords } from '../doh/answer-class.ts';
import type { LookUpOptions } from '../doh/cache.ts';
import { lookUpHttps } from '../doh/lookup.ts';
import { browserErrorKind } from '../shared/browser-error.ts';
import type { LookupFacts, SecondOpinion } from '../shared/facts.ts';
import type { HttpsLookup } from '../shared/lookup.ts';
import type { Environment, Permissions, Tabs } from '../shared/ports.ts';
import { resolverIdentity, resolverTemplate, type Settings, secondChoice } from '../shared/settings.ts';
import { areExtensionsBlocked } from './extensions-blocked.ts';
import type { LiveSettings } from './live-settings.ts';
import type { LocalHosts } from './local-hosts.ts';
import { lookupPolicy } from './lookup-policy.ts';
import type { QueryBudget } from './query-budget.ts';
import type { Resolvers } from './resolvers.ts';
import { warn } from './session-storage.ts';
import type { Startup } from './startup.ts';
import { isProxied } from './tab-proxy.ts';
import type { Page } from './tab-record.ts';
import { awaitsLookup, type TabStore } from './tab-store.ts';

interface Parts {
  platform: Environment & Permissions & Tabs;
  settings: LiveSettings;
  resolvers: Resolvers;
  tabs: TabStore;
  localHosts: LocalHosts;
  budget: QueryBudget;
  startup: Startup;
}

/** How the user asked. */
export interface Click {
  clicked?: boolean;
  pastProxy?: boolean;
}

/** One run of looking up the page of a tab. */
interface Attempt {
  navigationId: string;
  clicked: boolean;
  /** The click said that the query goes past the tab's proxy. */
  pastProxy: boolean;
  /** Of the resolver that was chosen as it began. */
  template: string | null;
}

const isSameQuery = (one: Attempt, other: Attempt): boolean =>
  one.navigationId === other.navigationId && one.template === other.template;

const portOf = ({ facts: { scheme, port } }: Page): number => httpsPort(scheme === 'http' ? scheme : 'https', port);

/** No address was reported, and the host may well be in the user's own network. */
function whyAddressUnknown({ facts, connection, via }: Page): 'not-looked-up' | 'certificate-refused' | null {
  if (facts.arrival === 'predates-extension') return 'not-looked-up';
  const isRefused = facts.failure !== null && browserErrorKind(facts.failure) === 'certificate';
  return isRefused && (connection?.address ?? via?.address ?? null) === null ? 'certificate-refused' : null;
}

function secondAnswerOf({ outcome }: HttpsLookup): SecondOpinion['state'] {
  if (outcome.kind === 'failed') return outcome.kind;
  const answer = classifyRecords(outcome);
  return answer === 'name-error' ? 'no-record' : answer;
}

const TRY_AGAIN_MS = 1_000;

export class PageLookup {
  readonly #parts: Parts;
  /** By tab: what was begun last. */
  readonly #attempts = new Map<number, Attempt>();
  readonly #secondAttempts = new Map<number, object>();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { settings, tabs, startup } = parts;
    tabs.pageChanged.listen((change) => {
      const { tabId, before, page, isNew } = change;
      // What was decided of a page that comes back may be decided otherwise now.
      if (awaitsLookup(change) || (isNew && mayBeAllowedNow(page.lookup))) this.lookUp(tabId, page.facts.navigationId);
      else if (!isNew && page.connection !== before?.connection)
        startup.whenReady(() => this.#connectionChanged(tabId));
    });
    settings.changed.listen((before) => this.#settingsChanged(before, settings.current));
  }

  /** Takes up what an earlier background was waiting for when it was killed. */
  resume(): void {
    for (const { tabId, page } of this.#parts.tabs.all()) {
      if (page?.lookup.state === 'pending') this.lookUp(tabId, page.facts.navigationId);
      if (page?.found.secondOpinion?.state === 'pending') this.#resumeSecond(tabId);
    }
  }

  /** `clicked`: the user wants it now, so a cached answer will not do. */
  lookUp(tabId: number, navigationId: string, click?: Click): void {
    this.#parts.startup.whenReady(() => this.#lookUp(tabId, navigationId, click));
  }

  lookUpUnlessDone(tabId: number): void {
    const { page } = this.#parts.tabs.get(tabId);
    if (page !== null && page.lookup.state !== 'done') this.lookUp(tabId, page.facts.navigationId);
  }

  /** Finds out why the page of a tab is not looked up, where there is another reason than that no click asked for it yet. */
  explain(tabId: number): void {
    this.#parts.startup.whenReady(() => this.#explain(tabId));
  }

  /**
   * Another resolver about the same record, since the user said so; its answer is kept with the page alone. The chosen one is asked
   * with it, since an older answer shows nothing of what it withholds now.
   */
  async askSecondResolver(tabId: number): Promise<void> {
    const { resolvers, tabs } = this.#parts;
    const attempt = {};
    this.#secondAttempts.set(tabId, attempt);
    const isLatest = () => this.#secondAttempts.get(tabId) === attempt;
    const navigationId = tabs.get(tabId).page?.facts.navigationId ?? '';
    const decided = await this.#decide(tabId, { navigationId, clicked: true, pastProxy: false });
    if (decided === null || !isLatest()) return;
    const choice = secondChoice(decided.settings);
    const resolver = resolvers.byHttps(choice, 'second', decided.page.facts);
    const identity = resolverIdentity(choice);
    const show = (secondOpinion: SecondOpinion) =>
      this.#change(tabId, navigationId, ({ found }) => ({ found: { ...found, secondOpinion } }));
    const { secondOpinion } = decided.page.found;
    // An interrupted lookup is resumed only if the user agreed to this same resolver.
    const isAnother = secondOpinion?.state === 'pending' && secondOpinion.resolver.host !== identity?.host;
    if (decided.decision !== 'ask' || resolver === null || identity === null || isAnother) {
      // The query may have been sent already.
      if (secondOpinion?.state === 'pending') show({ resolver: secondOpinion.resolver, state: 'failed' });
      return;
    }
    show({ resolver: identity, state: 'pending' });
    const { host } = decided.page.facts;
    const [lookup] = await Promise.all([
      lookUpHttps(host, portOf(decided.page), resolver, { follow: 'aliases' }),
      this.#lookUp(tabId, navigationId, { clicked: true }),
    ]);
    if (!isLatest()) return;
    show({ resolver: identity, state: secondAnswerOf(lookup) });
  }

  #resumeSecond(tabId: number): void {
    this.#parts.startup.whenReady(() => this.askSecondResolver(tabId));
  }

  async #lookUp(
    tabId: number,
    navigationId: string,
    { clicked = false, pastProxy = false }: Click = {},
  ): Promise<void> {
    const template = resolverTemplate(this.#parts.settings.current.resolver);
    const attempt: Attempt = { navigationId, clicked, pastProxy, template };
    const running = this.#attempts.get(tabId);
    // What a click has begun goes on: without one, the lookup might be refused.
    if (!clicked && running?.clicked && isSameQuery(running, attempt)) return;
    this.#attempts.set(tabId, attempt);
    const isLatest = () => this.#attempts.get(tabId) === attempt;
    try {
      await this.#askTwice(tabId, attempt, isLatest);
    } finally {
      if (isLatest()) this.#attempts.delete(tabId);
    }
  }

  async #explain(tabId: number): Promise<void> {
    const { page } = this.#parts.tabs.get(tabId);
    if (page?.lookup.state !== 'not-asked') return;
    const { navigationId } = page.facts;
    const decided = await this.#decide(tabId, { navigationId, clicked: false, pastProxy: false });
    if (decided === null || decided.page.lookup.state !== 'not-asked') return;
    const why = decided.decision === 'ask' ? decided.page.lookup.why : decided.decision;
    const resolver = resolverIdentity(decided.settings.resolver);
    this.#change(tabId, navigationId, () => ({ lookup: { state: 'not-asked', why, resolver } }));
  }

  #settingsChanged(before: Settings, now: Settings): void {
    const isAnotherResolver = resolverTemplate(now.resolver) !== resolverTemplate(before.resolver);
    const second = resolverIdentity(secondChoice(now));
    for (const { tabId, page } of this.#parts.tabs.all()) {
      if (page === null) continue;
      const { lookup, found } = page;
      // What the former resolver was being asked, the chosen one is asked now.
      if (mayBeAllowedNow(lookup) || (isAnotherResolver && lookup.state === 'pending'))
        this.lookUp(tabId, page.facts.navigationId);
      if (found.secondOpinion?.state === 'pending' && found.secondOpinion.resolver.host !== second?.host)
        this.#resumeSecond(tabId);
    }
  }

  /** What the browser refuses once it may do the next time; a page is not left waiting for what never comes. */
  async #askTwice(tabId: number, attempt: Attempt, isLatest: () => boolean): Promise<void> {
    try {
      await this.#ask(tabId, attempt, isLatest);
    } catch (error) {
      warn(error);
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
      await this.#ask(tabId, attempt, isLatest).catch((again: unknown) => {
        warn(again);
        const resolver = resolverIdentity(this.#parts.settings.current.resolver);
        const lookup: LookupFacts = { state: 'not-asked', why: 'browser-failed', resolver };
        if (isLatest()) this.#change(tabId, attempt.navigationId, () => ({ lookup }));
      });
    }
  }

  /** An answer that comes when something newer was begun is late: it may be the former resolver's. */
  async #ask(tabId: number, attempt: Attempt, isLatest: () => boolean): Promise<void> {
    const { resolvers, budget } = this.#parts;
    const { navigationId, clicked } = attempt;
    const decided = await this.#decide(tabId, attempt);
    if (decided === null || !isLatest()) return;
    const { page, settings, decision } = decided;
    const show = (lookup: LookupFacts) => this.#change(tabId, navigationId, () => ({ lookup }));
    const resolver = resolvers.byHttps(settings.resolver, 'page', page.facts);
    const identity = resolverIdentity(settings.resolver);
    if (decision !== 'ask' || resolver === null || identity === null) {
      const why = decision === 'ask' ? 'no-resolver' : decision;
      // What is known of the page stays so, though it may not be looked up again.
      if (page.lookup.state !== 'done' || why === 'local-address')
        show({ state: 'not-asked', why, resolver: identity });
      return;
    }
    // While a fresh lookup is under way, the answer before stays on screen.
    this.#change(tabId, navigationId, ({ facts, lookup }) => ({
      facts: withChange(facts, { wasQueried: true }),
      lookup: lookup.state === 'done' ? lookup : { state: 'pending', resolver: identity },
    }));
    const { host } = page.facts;
    const follow = clicked ? 'aliases' : 'cnames';
    const options: LookUpOptions = { private: page.facts.private, refresh: clicked, follow };
    const lookup = clicked
      ? await resolvers.lookUp(resolver, host, portOf(page), options)
      : await resolvers.lookUp(budget.counted(tabId, resolver), host, portOf(page), {
          ...options,
          admit: () => budget.admit(tabId),
        });
    if (!isLatest()) return;
    show(
      typeof lookup === 'string'
        ? { state: 'not-asked', why: lookup, resolver: identity }
        : { state: 'done', resolver: identity, lookup },
    );
  }

  /** Whether the page may be looked up; null when the tab shows another one by now. */
  async #decide(
    tabId: number,
    { navigationId, clicked, pastProxy }: Pick<Attempt, 'navigationId' | 'clicked' | 'pastProxy'>,
  ) {
    const { platform, settings: liveSettings, tabs, localHosts } = this.#parts;
    const [tab, hasConsent, hasSiteAccess] = await Promise.all([
      platform.tab(tabId),
      platform.hasConsent(),
      platform.hasSiteAccess(),
      liveSettings.ensureLoaded(),
    ]);
    // A tab that is gone may have been a private one: nothing is looked up for it.
    if (tab === null) return null;
    const page = this.#change(tabId, navigationId, (page) => ({
      facts: withChange(page.facts, {
        private: tab.private,
        restricted: page.facts.restricted || tab.restricted,
        extensionsBlocked: hasSiteAccess && areExtensionsBlocked(platform.browser, page, tab),
      }),
    }));
    if (page === null) return null;
    const settings = liveSettings.current;
    this.#recordAddress(page);
    const decision = lookupPolicy(page.facts, {
      settings,
      hasConsent,
      hasSiteAccess,
      clicked,
      pastProxy,
      locality: localHosts.of(page.facts.host),
      isProxied: isProxied(tabs.get(tabId)),
      addressUnknown: whyAddressUnknown(page),
    });
    return { page, settings, decision };
  }

  /** More is known of the connection of a page that is shown: its host may be a local one after all. */
  #connectionChanged(tabId: number): void {
    const { page } = this.#parts.tabs.get(tabId);
    if (page === null) return;
    this.#recordAddress(page);
    if (page.lookup.state === 'pending') this.lookUp(tabId, page.facts.navigationId);
  }

  #recordAddress({ facts, connection, via }: Page): void {
    const reported = connection ?? via;
    if (reported !== null)
      this.#parts.localHosts.record(facts.host, reported, { ...facts, live: facts.arrival === 'network' });
  }

  /** The page after the change, or null when the tab shows another one by now: then the answer is dropped. */
  #change(tabId: number, navigationId: string, change: (page: Page) => Partial<Page>): Page | null {
    const { tabs } = this.#parts;
    tabs.changePage(tabId, navigationId, (page) => withChange(page, change(page)));
    const { page } = tabs.get(tabId);
    return page?.facts.navigationId === navigationId ? page : null;
  }
}

/** Policy had kept it from being looked up, or settings that could not be read, and they may have changed. */
const mayBeAllowedNow = (lookup: LookupFacts): boolean =>
  lookup.state === 'not-asked' && ['excluded-by-policy', 'policy-awaited', 'settings-unreadable'].includes(lookup.why);

/** The same object where nothing changes, so that nothing is announced. */
function withChange<T extends object>(before: T, change: Partial<T>): T {
  const isSame = Object.entries(change).every(([key, value]) => Reflect.get(before, key) === value);
  return isSame ? before : { ...before, ...change };
}
