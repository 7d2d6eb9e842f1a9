// What the background needs of the browser, as interfaces: src/platform implements them, tests hand in fakes.

import type { HeardAltSvc } from './alt-svc.ts';
import type { BrowserName, ConnectionFacts, SiteAddress } from './facts.ts';
import type { InspectRequest } from './inspect.ts';
import type { PolicyReading } from './managed.ts';
import type { QueryPurpose } from './query-log.ts';
import type { Icon } from './report.ts';
import type { Result } from './result.ts';
import type { Sentence } from './sentence.ts';
import type { SettingsIntent } from './settings-intent.ts';
import type { SuffixList } from './suffix-list.ts';
import type { TraceAnswer, TraceFailure, TraceProvider } from './trace.ts';

/** Whether it was requested in a private window; absent where the browser does not report that (Chrome). */
type InPrivate = boolean | undefined;

/**
 * What happens to the main document of a tab, without the browser's own event shapes. Times are the browser's, in Unix
 * milliseconds; addresses are in short (see shortAddress).
 */
export type NavigationEvent =
  /** A request for a new main document starts. */
  | { kind: 'request'; tabId: number; requestId: string; url: string; timeMs: number }
  /**
   * It is sent elsewhere; `contacted` when a server on the network said so (not an upgrade inside the browser, not the cache). `names`:
   * host names in both addresses, where the first is `http:`, so that everyone on the way could read them.
   */
  | {
      kind: 'redirect';
      tabId: number;
      requestId: string;
      from: string;
      to: string;
      contacted: boolean;
      /** Of the server; null where it is not reported. */
      address: string | null;
      names: string[];
      /** Absent where it leads nowhere else. */
      altSvc?: HeardAltSvc;
    }
  /** Its response arrives. Reported more than once: a live answer (304) before the cached one that it confirms. */
  | {
      kind: 'response';
      tabId: number;
      requestId: string;
      url: string;
      timeMs: number;
      fromCache: boolean;
      connection: ConnectionFacts;
      private?: InPrivate;
      altSvc?: HeardAltSvc;
    }
  /** The response is there to its end, whatever became of it. Of its connection, the least that any browser knows. */
  | {
      kind: 'completed';
      tabId: number;
      requestId: string;
      url: string;
      timeMs: number;
      fromCache: boolean;
      connection: ConnectionFacts;
    }
  /** The request failed; whether the tab shows that is another matter. */
  | {
      kind: 'failed';
      tabId: number;
      requestId: string;
      error: string;
      timeMs: number;
      /** Who answered, or was to; absent where the browser does not report it. */
      via?: Pick<ConnectionFacts, 'address' | 'proxy'>;
    }
  /** The tab now shows a document; `historyMove` for back and forward, `clientRedirect` when the page before sent it here. */
  | {
      kind: 'committed';
      tabId: number;
      url: string;
      historyMove: boolean;
      clientRedirect: boolean;
      /** A server sent the browser here, by one redirect or more. */
      serverRedirect: boolean;
      /** It was reloaded, which no browser does from memory. */
      reload: boolean;
      /** The browser keeps such pages for itself. */
      restricted: boolean;
      timeMs: number;
      /** Names the document, where the browser does. */
      documentId: string | null;
    }
  /** A document is ready out of sight (Chrome, prerendering): the tab shows it when it commits under the same id, if ever. */
  | { kind: 'prerendered'; tabId: number; url: string; documentId: string }
  /** The tab now shows the browser's error page (Chrome; Firefox commits such a page). */
  | { kind: 'error-page'; tabId: number; url: string; error: string; timeMs: number }
  | { kind: 'closed'; tabId: number }
  /** The browser swaps one tab for another (Chrome, when it discards one). */
  | { kind: 'replaced'; tabId: number; oldTabId: number };

/** A response to a request that a page made besides its main document, prefetches included, or its site's service worker. */
export interface SubresourceResponse {
  /** -1 for a service worker, which may serve several tabs. */
  tabId: number;
  /** `ws:` counts as `http`, `wss:` as `https`. */
  scheme: 'http' | 'https';
  host: string;
  port: number;
  /** When the response came: the browser's, in Unix milliseconds. */
  timeMs: number;
  fromCache: boolean;
  connection: ConnectionFacts;
  private?: InPrivate;
  /** Firefox was not asked about its connection, only about those of other requests to the host: `connection` says how it went alone. */
  skipped?: boolean;
  /** Names the document that asked, perhaps a frame's, where the browser does. */
  documentId: string | null;
  /** That document is in the back/forward cache, or on its way there (Chrome). */
  isOutOfSight?: boolean;
  /** Host of the tab's document that it was made for; null where the browser does not report it. A page that was left may still send. */
  topHost: string | null;
}

/** The outcome of reloading a tab under the debugger (the measuring build for Chromium). */
export type Measured =
  | { kind: 'measured'; document: MeasuredDocument | null; subresources: SubresourceResponse[] }
  | { kind: 'in-use' }
  | { kind: 'refused' };

export interface MeasuredDocument {
  /** In short. */
  url: string;
  /** Null: it did not come over a connection that the browser reports (cache, service worker, no TLS). */
  connection: ConnectionFacts | null;
}

/** Cleared when the browser exits; never written to disk. */
export interface SessionStorage {
  /** Everything that is stored. */
  load(): Promise<Record<string, unknown>>;
  /** Rejects when the quota (10 MB) is exceeded; then nothing of `entries` is stored. */
  put(entries: Record<string, unknown>): Promise<void>;
  remove(keys: string[]): Promise<void>;
}

export interface TabInfo {
  /** In short; null where the browser hides it: no host access, or a page of its own. */
  url: string | null;
  private: boolean;
  /** It shows a page that the browser keeps for itself. */
  restricted: boolean;
}

/** One opened popup. */
export interface PagePort {
  send(update: unknown): void;
  onRequest(listener: (request: unknown) => void): void;
  onClose(listener: () => void): void;
}

/** How a name's addresses were answered by the network's own resolver. */
export type SystemAnswer = { kind: 'addresses'; addresses: string[] } | { kind: 'failed' };

export type IpFamily = 'ipv4' | 'ipv6';

/** Addresses of one family. */
export type ResolveBySystem = (name: string, family: IpFamily) => Promise<SystemAnswer>;

export interface Environment {
  browser: BrowserName;
  session: SessionStorage;
  now(): number;
  pause(ms: number): Promise<void>;
}

/** Files of the package. Both reject when they cannot be read. */
export interface DataFiles {
  suffixList(): Promise<SuffixList>;
  traceProviders(): Promise<TraceProvider[]>;
}

export interface SettingsAccess {
  /** What the user chose, as stored. Rejects when the browser does not hand it out. */
  readSettings(): Promise<unknown>;
  readPolicy(): Promise<PolicyReading>;
  /** Carried out on what is stored then. Rejects, with nothing changed, when that cannot be read or written. */
  changeSettings(intents: readonly SettingsIntent[]): Promise<void>;
  /** By the user or by policy. */
  onSettingsChanged(listener: () => void): void;
}

export interface Permissions {
  /** Firefox: the user agreed that site names go to a resolver. Chrome: true. */
  hasConsent(): Promise<boolean>;
  /** Host access was not taken back. */
  hasSiteAccess(): Promise<boolean>;
  /** The user granted something, perhaps from a popup that the browser's own prompt has closed. */
  onPermissionsGranted(listener: () => void): void;
}

export interface Tabs {
  /** Null when the tab is gone. */
  tab(tabId: number): Promise<TabInfo | null>;
  /** Every tab of every window that the extension may see. */
  tabs(): Promise<(TabInfo & { tabId: number })[]>;
  /** `status` and `headline` are its title. */
  showIcon(tabId: number, icon: Icon, status: Sentence, headline: Sentence): Promise<void>;
  /** Reloads a tab and reports every response's connection; null in every build but the measuring one. */
  measureTab: ((tabId: number) => Promise<Measured>) | null;
  onNavigation(listener: (event: NavigationEvent) => void): void;
  onSubresource(listener: (response: SubresourceResponse) => void): void;
}

/** The extension's pages, and what they and the browser's menus ask for. */
export interface OwnPages {
  /** The options page as it greets somebody new. */
  openWelcome(): Promise<void>;
  /** The inspect page for a stored request, in that tab or in a new one; the tab that shows it, null when there is none. */
  openInspect(requestId: string, tabId: number | null): Promise<number | null>;
  onInstalled(listener: () => void): void;
  /** From a link's menu or the address bar. */
  onInspectRequest(listener: (request: InspectRequest) => void): void;
  onPage(listener: (page: PagePort) => void): void;
  /** Answers requests of our own pages; undefined leaves the request unanswered. */
  onRequest(listener: (request: unknown) => Promise<unknown> | undefined): void;
}

export interface NetworkState {
  /** Whether the device has any network at all; false is certain, true is not. */
  online(): boolean;
  onNetworkChanged(listener: () => void): void;
}

/**
 * Asks the site of the page that a tab shows, from inside the tab, how that page's own connection was opened. Never rejects.
 */
export type TraceTab = (
  tabId: number,
  page: Pick<SiteAddress, 'host' | 'port'> & {
    /** Unix milliseconds: a page that isn't loaded by then is not asked. */
    askBeforeMs: number;
  },
) => Promise<Result<TraceAnswer, TraceFailure>>;

/** Sends queries and logs each of them, except for those of private windows. There is no other way to send any. */
export interface LoggedQueries {
  /** By HTTPS to a resolver; `name` is what is queried. */
  fetchFor(
    purpose: QueryPurpose,
    origin: { private: boolean },
  ): (url: string, init: RequestInit, name: string) => Promise<Response>;
  /** By the network's own resolver; null in Chrome. */
  resolveBySystemFor: ((purpose: QueryPurpose, origin: { private: boolean }) => ResolveBySystem) | null;
  /** Null in Firefox, which reports by itself what there is to ask. */
  traceTabFor: ((origin: { private: boolean }) => TraceTab) | null;
}

/** What src/platform sends them with, before anything is logged. */
export interface PlainQueries {
  /** Rejects with a RequestFailure where the browser says why. */
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** The network's own resolver, asked past every cache (Firefox); null where the browser has no way to (Chrome). */
  resolveBySystem: ResolveBySystem | null;
  /** Null in Firefox. */
  traceTab: TraceTab | null;
}

type Browser = Environment & SettingsAccess & Permissions & Tabs & OwnPages & NetworkState & DataFiles;

/** The browser as src/platform gives it. */
export type BrowserPlatform = Browser & PlainQueries;

/** The browser as the background's modules get it. */
export type Platform = Browser & LoggedQueries;
