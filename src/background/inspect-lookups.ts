// What was wanted of the inspect page, by opaque id, and the answers to its questions. Private windows: a question about one is
// asked as the settings allow it and leaves nothing behind; its ticket goes with the page's tab, as every ticket does.
// Imports shared, wire and doh.

import { encodeBase64 } from '../bytes/base64.ts';
import type { LookUpOptions } from '../doh/cache.ts';
import type { Resolver } from '../doh/lookup.ts';
import type { SiteAddress } from '../shared/facts.ts';
import {
  type InspectAnswer,
  type InspectQuery,
  type InspectRequest,
  idOfInspectKey,
  inspectKey,
  MAX_INPUT_LENGTH,
  type StoredInspectRequest,
} from '../shared/inspect.ts';
import type { HttpsLookup } from '../shared/lookup.ts';
import type { SessionStorage } from '../shared/ports.ts';
import { resolverIdentity } from '../shared/settings.ts';
import type { LocalHosts } from './local-hosts.ts';
import { lookupPolicy } from './lookup-policy.ts';
import { type Asking, resolverOf } from './page-lookup.ts';

/** A tab that was closed unseen leaves its ticket: the oldest go. */
const MAX_TICKETS = 32;

export interface InspectionsDeps extends Asking {
  session: SessionStorage;
  localHosts: LocalHosts;
  /** A tab shows a page of that host, through a proxy. */
  isProxiedHost: (host: string) => boolean;
  lookUp: (resolver: Resolver, host: string, port: number, options: LookUpOptions) => Promise<HttpsLookup>;
}

export class InspectLookups {
  readonly #deps: InspectionsDeps;
  /** Oldest first. */
  #tickets = new Map<string, StoredInspectRequest>();

  constructor(deps: InspectionsDeps) {
    this.#deps = deps;
  }

  restore(stored: Record<string, unknown>): void {
    const tickets = Object.entries(stored).flatMap(([key, ticket]): [string, StoredInspectRequest][] => {
      const id = idOfInspectKey(key);
      return id === null ? [] : [[id, ticket as StoredInspectRequest]];
    });
    this.#tickets = new Map(tickets.sort(([, a], [, b]) => a.atMs - b.atMs));
  }

  /** Resolves to whether there is a tab that shows it. */
  async open(wish: InspectRequest): Promise<boolean> {
    const { platform } = this.#deps;
    const id = crypto.randomUUID();
    const ticket = { ...wish, input: wish.input.slice(0, MAX_INPUT_LENGTH), atMs: platform.now() };
    await this.#keep(id, ticket);
    const tabId = await platform.openInspect(id, wish.tabId);
    // Of a tab that is closed by now, nobody will tell any more.
    if (tabId === null || (await platform.tab(tabId)) === null) {
      this.#remove([id]);
      return tabId !== null;
    }
    await this.#keep(id, { ...ticket, tabId });
    return true;
  }

  /** For the site of a tab; a page that is none of the web leaves the field empty. Resolves as `open` does. */
  async openOver(tabId: number, site: SiteAddress | undefined): Promise<boolean> {
    const tab = await this.#deps.platform.tab(tabId);
    if (tab === null) return false;
    const isWeb = site?.scheme === 'https' || site?.scheme === 'http';
    const input = isWeb ? `${site.scheme}://${site.host}:${site.port}` : '';
    return this.open({ input, private: tab.private, tabId: null });
  }

  forgetTab(tabId: number): void {
    this.#remove(this.#of(tabId).map(([id]) => id));
  }

  /** Chrome gives a tab that it discards another number. */
  moveTab(fromTabId: number, tabId: number): void {
    for (const [id, ticket] of this.#of(fromTabId)) void this.#keep(id, { ...ticket, tabId });
  }

  /** Asked by the user now, so that "only on a click" is no reason not to. */
  async answer({ host, port, private: isPrivate, bypassCache, pastProxy }: InspectQuery): Promise<InspectAnswer> {
    const { platform, localHosts, isProxiedHost, settings: currentSettings, lookUp } = this.#deps;
    const [hasConsent, hasSiteAccess] = await Promise.all([platform.hasConsent(), platform.hasSiteAccess()]);
    const settings = currentSettings();
    const site = { scheme: 'https', host, port, private: isPrivate, restricted: false, keptAway: false };
    const decision = lookupPolicy(site, {
      settings,
      hasConsent,
      hasSiteAccess,
      clicked: true,
      locality: localHosts.of(host),
      isProxied: isProxiedHost(host),
      pastProxy,
      addressUnknown: null,
    });
    const identity = resolverIdentity(settings.resolver);
    const resolver = resolverOf(settings.resolver, this.#deps, 'inspect', { private: isPrivate });
    if (decision !== 'ask' || resolver === null || identity === null)
      return { state: 'not-asked', why: decision === 'ask' ? 'no-resolver' : decision, resolver: identity };
    const messages: string[] = [];
    const received = (message: Uint8Array) => void messages.push(encodeBase64(message));
    const lookup = await lookUp({ ...resolver, received }, host, port, {
      private: isPrivate,
      refresh: bypassCache,
      follow: 'aliases',
    });
    return { state: 'done', resolver: identity, lookup, messages };
  }

  #of(tabId: number): [string, StoredInspectRequest][] {
    return [...this.#tickets].filter(([, ticket]) => ticket.tabId === tabId);
  }

  async #keep(id: string, ticket: StoredInspectRequest): Promise<void> {
    this.#tickets.set(id, ticket);
    this.#remove([...this.#tickets.keys()].slice(0, -MAX_TICKETS));
    await this.#deps.session.put({ [inspectKey(id)]: ticket });
  }

  #remove(ids: string[]): void {
    if (ids.length === 0) return;
    for (const id of ids) this.#tickets.delete(id);
    void this.#deps.session.remove(ids.map(inspectKey));
  }
}
