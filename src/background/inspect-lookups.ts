// Requests to open the inspect page, each under a random id, and the lookups that the page makes. For a private window the settings
// decide whether it may look anything up; nothing of that is stored, and its request is removed with the tab, as every request is.

import { encodeBase64 } from '../bytes/base64.ts';
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
import type { Platform, SessionStorage } from '../shared/ports.ts';
import { resolverIdentity } from '../shared/settings.ts';
import type { LiveSettings } from './live-settings.ts';
import type { LocalHosts } from './local-hosts.ts';
import { lookupPolicy } from './lookup-policy.ts';
import type { Resolvers } from './resolvers.ts';
import type { Startup } from './startup.ts';
import { isProxied } from './tab-proxy.ts';
import type { TabStore } from './tab-store.ts';

/** A tab that closes unnoticed leaves its request behind, so the oldest are dropped. */
const MAX_REQUESTS = 32;

interface Parts {
  platform: Platform;
  storage: SessionStorage;
  settings: LiveSettings;
  resolvers: Resolvers;
  tabs: TabStore;
  localHosts: LocalHosts;
  startup: Startup;
}

export class InspectLookups {
  readonly #parts: Parts;
  /** By id, oldest first. */
  #requests = new Map<string, StoredInspectRequest>();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { platform, tabs, startup } = parts;
    tabs.closed.listen(({ tabId }) => this.#remove(this.#requestsOf(tabId).map(([requestId]) => requestId)));
    // Chrome gives a tab that it discards another number.
    tabs.moved.listen(({ fromTabId, toTabId }) => {
      for (const [requestId, request] of this.#requestsOf(fromTabId))
        void this.#keep(requestId, { ...request, tabId: toTabId });
    });
    platform.onInspectRequest((request) => startup.whenReady(() => this.#open(request)));
  }

  restore(stored: Record<string, unknown>): void {
    const requests = Object.entries(stored).flatMap(([key, request]): [string, StoredInspectRequest][] => {
      const requestId = idOfInspectKey(key);
      return requestId === null ? [] : [[requestId, request as StoredInspectRequest]];
    });
    this.#requests = new Map(requests.sort(([, one], [, other]) => one.atMs - other.atMs));
  }

  /** For the site of a tab; a page that is not of the web leaves the field empty. Resolves to whether a tab shows the inspect page. */
  async openOver(tabId: number): Promise<boolean> {
    const { platform, tabs } = this.#parts;
    const site: SiteAddress | undefined = tabs.get(tabId).page?.facts;
    const tab = await platform.tab(tabId);
    if (tab === null) return false;
    const isWeb = site?.scheme === 'https' || site?.scheme === 'http';
    const input = isWeb ? `${site.scheme}://${site.host}:${site.port}` : '';
    return this.#open({ input, private: tab.private, tabId: null });
  }

  async #open(request: InspectRequest): Promise<boolean> {
    const { platform } = this.#parts;
    const requestId = crypto.randomUUID();
    const stored = { ...request, input: request.input.slice(0, MAX_INPUT_LENGTH), atMs: platform.now() };
    await this.#keep(requestId, stored);
    const tabId = await platform.openInspect(requestId, request.tabId);
    // The closing of a tab that is closed by now was announced already.
    if (tabId === null || (await platform.tab(tabId)) === null) {
      this.#remove([requestId]);
      return tabId !== null;
    }
    await this.#keep(requestId, { ...stored, tabId });
    return true;
  }

  /** The user clicked for it, so the setting to look up only on a click allows it. */
  async answer({ host, port, private: isPrivate, bypassCache, pastProxy }: InspectQuery): Promise<InspectAnswer> {
    const { platform, settings: liveSettings, resolvers, localHosts } = this.#parts;
    const [hasConsent, hasSiteAccess] = await Promise.all([platform.hasConsent(), platform.hasSiteAccess()]);
    const settings = liveSettings.current;
    const site = { scheme: 'https', host, port, private: isPrivate, restricted: false, extensionsBlocked: false };
    const decision = lookupPolicy(site, {
      settings,
      hasConsent,
      hasSiteAccess,
      clicked: true,
      locality: localHosts.of(host),
      isProxied: this.#isProxied(host),
      pastProxy,
      addressUnknown: null,
    });
    const identity = resolverIdentity(settings.resolver);
    const resolver = resolvers.byHttps(settings.resolver, 'inspect', { private: isPrivate });
    if (decision !== 'ask' || resolver === null || identity === null)
      return { state: 'not-asked', why: decision === 'ask' ? 'no-resolver' : decision, resolver: identity };
    const messages: string[] = [];
    const received = (message: Uint8Array) => void messages.push(encodeBase64(message));
    const lookup = await resolvers.lookUp({ ...resolver, received }, host, port, {
      private: isPrivate,
      refresh: bypassCache,
      follow: 'aliases',
    });
    return { state: 'done', resolver: identity, lookup, messages };
  }

  /** A tab shows a page of that host, through a proxy. */
  #isProxied(host: string): boolean {
    return this.#parts.tabs.all().some((tab) => tab.page?.facts.host === host && isProxied(tab));
  }

  #requestsOf(tabId: number): [string, StoredInspectRequest][] {
    return [...this.#requests].filter(([, request]) => request.tabId === tabId);
  }

  async #keep(requestId: string, request: StoredInspectRequest): Promise<void> {
    this.#requests.set(requestId, request);
    this.#remove([...this.#requests.keys()].slice(0, -MAX_REQUESTS));
    await this.#parts.storage.put({ [inspectKey(requestId)]: request });
  }

  #remove(requestIds: string[]): void {
    if (requestIds.length === 0) return;
    for (const requestId of requestIds) this.#requests.delete(requestId);
    void this.#parts.storage.remove(requestIds.map(inspectKey));
  }
}
