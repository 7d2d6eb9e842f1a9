// Asks the chosen resolver about a page, when that may be done, and puts the answer into the tab if it still shows that page
// and nothing newer was begun for it.

import { httpsPort } from '../dns/query.ts';
import { classifyAnswer } from '../doh/answer-class.ts';
import { type LookUpOptions, LookupCache } from '../doh/cache.ts';
import { lookUpHttps, type Resolver } from '../doh/lookup.ts';
import type { SubnetRefusals } from '../doh/subnet-refusals.ts';
import { browserErrorKind } from '../shared/browser-error.ts';
import type { LookupFacts, SecondOpinion } from '../shared/facts.ts';
import type { HttpsLookup } from '../shared/lookup.ts';
import { isBarred } from '../shared/managed.ts';
import type { Platform, ResolveBySystem, SessionStorage } from '../shared/ports.ts';
import type { QueryPurpose } from '../shared/query-log.ts';
import {
  type ResolverChoice,
  resolverIdentity,
  resolverTemplate,
  type Settings,
  secondChoice,
  templateOf,
} from '../shared/settings.ts';
import { isKeptAway } from './kept-away.ts';
import type { LocalHosts } from './local-hosts.ts';
import { lookupPolicy } from './lookup-policy.ts';
import { changePage, type Page } from './navigation.ts';
import type { QueryBudget } from './query-budget.ts';
import { tell } from './session-storage.ts';
import { isProxied } from './tab-proxy.ts';
import type { TabStore } from './tab-store.ts';

/** What every question needs: policy is looked at anew before each, since a chain may lead to any name. */
export interface Asking {
  platform: Platform;
  settings: () => Settings;
  /** What is known of resolvers for as long as the background lives. */
  subnetRefusals: SubnetRefusals;
}

const barredBy =
  (settings: () => Settings) =>
  (name: string): boolean =>
    isBarred(name, settings().managed.neverAsk);

/** The resolver as src/doh wants it; null when none was chosen. */
export function resolverOf(
  choice: ResolverChoice | null,
  { platform: { fetchFor, now, online }, settings, subnetRefusals }: Asking,
  purpose: QueryPurpose,
  about: { private: boolean },
): Resolver | null {
  const template = templateOf(choice);
  return (
    template && { template, fetch: fetchFor(purpose, about), now, online, bars: barredBy(settings), subnetRefusals }
  );
}

/** The network's own resolver, which has no answer for what it may not be asked about; null in Chrome. */
export function systemResolverOf(
  { platform, settings }: Asking,
  purpose: QueryPurpose,
  about: { private: boolean },
): ResolveBySystem | null {
  const resolve = platform.resolveBySystemFor?.(purpose, about);
  const isBarredName = barredBy(settings);
  return resolve
    ? async (name, family) => (isBarredName(name.replace(/\.$/, '')) ? { kind: 'failed' } : resolve(name, family))
    : null;
}

const portOf = ({ facts: { scheme, port } }: Page): number => httpsPort(scheme === 'http' ? scheme : 'https', port);

export interface InquiryDeps extends Asking {
  tabs: TabStore;
  localHosts: LocalHosts;
  /** Until the settings are read and policy has arrived, or nobody waits for it any longer. */
  policyArrived: () => Promise<void>;
  /** Where answers are kept. */
  session: SessionStorage;
  budget: QueryBudget;
  /** Called after each change of a tab's page. */
  changed: (tabId: number) => void;
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

/** Nobody has told an address, and the host may well be of the user's own network. */
function whyAddressUnknown({ facts, connection, via }: Page): 'not-looked-up' | 'certificate-refused' | null {
  if (facts.arrival === 'unseen') return 'not-looked-up';
  const isRefused = facts.failure !== null && browserErrorKind(facts.failure) === 'certificate';
  return isRefused && (connection?.address ?? via?.address ?? null) === null ? 'certificate-refused' : null;
}

function secondAnswerOf(lookup: HttpsLookup): SecondOpinion['state'] {
  if (lookup.outcome.kind === 'failed') return 'failed';
  const answer = classifyAnswer(lookup).class;
  return answer === 'ech' || answer === 'no-ech' || answer === 'malformed' ? answer : 'no-record';
}

const TRY_AGAIN_MS = 1_000;

export class PageLookup {
  readonly #deps: InquiryDeps;
  readonly #cache: LookupCache;
  /** By tab: what was begun last. */
  readonly #attempts = new Map<number, Attempt>();
  readonly #secondAttempts = new Map<number, object>();

  constructor(deps: InquiryDeps) {
    this.#deps = deps;
    this.#cache = new LookupCache({ store: deps.session, now: deps.platform.now });
  }

  /** Kept answers are what storage can best do without. */
  forgetAnswers(): Promise<void> {
    return this.#cache.clear();
  }

  /** `clicked`: the user asked for it now, so a kept answer will not do. */
  async about(tabId: number, navigationId: string, { clicked = false, pastProxy = false }: Click = {}): Promise<void> {
    const template = resolverTemplate(this.#deps.settings().resolver);
    const attempt: Attempt = { navigationId, clicked, pastProxy, template };
    const running = this.#attempts.get(tabId);
    // What a click has begun goes on: asked for without one, it might be refused.
    if (!clicked && running?.clicked && isSameQuery(running, attempt)) return;
    this.#attempts.set(tabId, attempt);
    const isLatest = () => this.#attempts.get(tabId) === attempt;
    try {
      await this.#askTwice(tabId, attempt, isLatest);
    } finally {
      if (isLatest()) this.#attempts.delete(tabId);
    }
  }

  /** Why the page of a tab is not looked up, where there is another reason than that nobody wanted to know yet. */
  async explain(tabId: number): Promise<void> {
    const { page } = this.#deps.tabs.get(tabId);
    if (page?.lookup.state !== 'not-asked') return;
    const { navigationId } = page.facts;
    const decided = await this.#decide(tabId, { navigationId, clicked: false, pastProxy: false });
    if (decided === null || decided.page.lookup.state !== 'not-asked') return;
    const why = decided.decision === 'ask' ? decided.page.lookup.why : decided.decision;
    const resolver = resolverIdentity(decided.settings.resolver);
    this.#setLookup(tabId, navigationId, { state: 'not-asked', why, resolver });
  }

  /** What the browser refuses once it may do the next time; a page is not left waiting for what never comes. */
  async #askTwice(tabId: number, attempt: Attempt, isLatest: () => boolean): Promise<void> {
    try {
      await this.#ask(tabId, attempt, isLatest);
    } catch (error) {
      tell(error);
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
      await this.#ask(tabId, attempt, isLatest).catch((again: unknown) => {
        tell(again);
        const resolver = resolverIdentity(this.#deps.settings().resolver);
        if (isLatest())
          this.#setLookup(tabId, attempt.navigationId, { state: 'not-asked', why: 'browser-failed', resolver });
      });
    }
  }

  /** An answer that comes when something newer was begun is late: it may be the former resolver's. */
  async #ask(tabId: number, attempt: Attempt, isLatest: () => boolean): Promise<void> {
    const { navigationId, clicked } = attempt;
    const decided = await this.#decide(tabId, attempt);
    if (decided === null || !isLatest()) return;
    const { page, settings, decision } = decided;
    const resolver = resolverOf(settings.resolver, this.#deps, 'page', page.facts);
    const identity = resolverIdentity(settings.resolver);
    if (decision !== 'ask' || resolver === null || identity === null) {
      const why = decision === 'ask' ? 'no-resolver' : decision;
      // What is known of the page stays so, though it may not be asked about again.
      if (page.lookup.state !== 'done' || why === 'local-address')
        this.#setLookup(tabId, navigationId, { state: 'not-asked', why, resolver: identity });
      return;
    }
    // While a fresh question is under way, what was answered before stays on screen.
    if (page.lookup.state !== 'done') {
      this.#setLookup(tabId, navigationId, { state: 'pending', resolver: identity });
    }
    this.#change(tabId, navigationId, ({ facts }) => ({ facts: { ...facts, wasQueried: true } }));
    const { host } = page.facts;
    const follow = clicked ? 'aliases' : 'cnames';
    const options: LookUpOptions = { private: page.facts.private, refresh: clicked, follow };
    const { budget } = this.#deps;
    const lookup = clicked
      ? await this.lookUp(resolver, host, portOf(page), options)
      : await this.lookUp(budget.counted(tabId, resolver), host, portOf(page), {
          ...options,
          admit: () => budget.admit(tabId),
        });
    if (!isLatest()) return;
    this.#setLookup(
      tabId,
      navigationId,
      typeof lookup === 'string'
        ? { state: 'not-asked', why: lookup, resolver: identity }
        : { state: 'done', resolver: identity, lookup },
    );
  }

  /** Another resolver about the same record, since the user said so; its answer is kept with the page alone. */
  async second(tabId: number): Promise<void> {
    const attempt = {};
    this.#secondAttempts.set(tabId, attempt);
    const isLatest = () => this.#secondAttempts.get(tabId) === attempt;
    const navigationId = this.#deps.tabs.get(tabId).page?.facts.navigationId ?? '';
    const decided = await this.#decide(tabId, { navigationId, clicked: true, pastProxy: false });
    if (decided === null || !isLatest()) return;
    const choice = secondChoice(decided.settings);
    const resolver = resolverOf(choice, this.#deps, 'second', decided.page.facts);
    const identity = resolverIdentity(choice);
    const show = (second: SecondOpinion) => {
      if (this.#change(tabId, navigationId, ({ found }) => ({ found: { ...found, second } })) !== null)
        this.#deps.changed(tabId);
    };
    const { second } = decided.page.found;
    // What a background took with it when it died goes on only as it was agreed to.
    const isAnother = second?.state === 'pending' && second.resolver.host !== identity?.host;
    if (decided.decision !== 'ask' || resolver === null || identity === null || isAnother) {
      // It was asked, as far as anybody knows.
      if (second?.state === 'pending') show({ resolver: second.resolver, state: 'failed' });
      return;
    }
    show({ resolver: identity, state: 'pending' });
    const { host } = decided.page.facts;
    const lookup = await lookUpHttps(host, portOf(decided.page), resolver, { follow: 'aliases' });
    if (!isLatest()) return;
    show({ resolver: identity, state: secondAnswerOf(lookup) });
  }

  /** Whether a resolver may be asked about a page; null when the tab shows another one by now. */
  async #decide(
    tabId: number,
    { navigationId, clicked, pastProxy }: Pick<Attempt, 'navigationId' | 'clicked' | 'pastProxy'>,
  ) {
    const { platform, localHosts, settings: currentSettings, policyArrived } = this.#deps;
    const [tab, hasConsent, hasSiteAccess] = await Promise.all([
      platform.tab(tabId),
      platform.hasConsent(),
      platform.hasSiteAccess(),
      policyArrived(),
    ]);
    // A tab that is gone may have been a private one: nothing is asked for it.
    if (tab === null) return null;
    const page = this.#change(tabId, navigationId, (page) => ({
      facts: {
        ...page.facts,
        private: tab.private,
        restricted: page.facts.restricted || tab.restricted,
        keptAway: hasSiteAccess && isKeptAway(platform.browser, page, tab),
      },
    }));
    if (page === null) return null;
    const settings = currentSettings();
    this.#seeAddress(page);
    const decision = lookupPolicy(page.facts, {
      settings,
      hasConsent,
      hasSiteAccess,
      clicked,
      pastProxy,
      locality: localHosts.of(page.facts.host),
      isProxied: isProxied(this.#deps.tabs.get(tabId)),
      addressUnknown: whyAddressUnknown(page),
    });
    return { page, settings, decision };
  }

  /** More was told of the connection of a page that is shown: its host may be a local one after all. */
  learn(tabId: number): void {
    const { page } = this.#deps.tabs.get(tabId);
    if (page === null) return;
    this.#seeAddress(page);
    if (page.lookup.state === 'pending') void this.about(tabId, page.facts.navigationId);
  }

  #seeAddress({ facts, connection, via }: Page): void {
    const told = connection ?? via;
    if (told !== null) this.#deps.localHosts.see(facts.host, told, { ...facts, live: facts.arrival === 'network' });
  }

  /** From the answers that were kept, or from the resolver. */
  lookUp<Refusal = never>(
    resolver: Resolver,
    host: string,
    port: number,
    options: LookUpOptions<Refusal>,
  ): Promise<HttpsLookup | Refusal> {
    const { follow = 'cnames' } = options;
    const ask = () => lookUpHttps(host, port, resolver, { follow });
    return this.#cache.lookUp(resolver.template, host, port, ask, options);
  }

  #setLookup(tabId: number, navigationId: string, lookup: LookupFacts): void {
    if (this.#change(tabId, navigationId, () => ({ lookup })) !== null) this.#deps.changed(tabId);
  }

  /** The page after the change, or null when the tab shows another one by now: then the answer is dropped. */
  #change(tabId: number, navigationId: string, change: (page: Page) => Partial<Page>): Page | null {
    const { tabs } = this.#deps;
    tabs.change(tabId, (tab) => changePage(tab, navigationId, (page) => ({ ...page, ...change(page) })));
    const { page } = tabs.get(tabId);
    return page?.facts.navigationId === navigationId ? page : null;
  }
}
