// Composition root of the background: events come in, tabs change, questions are asked, reports go out.
//
//   browser events ─▶ TabStore (pure transitions) ─▶ Publisher ─▶ icon, stored report, popups
//                          └─▶ Inquiry (may we ask? ask) ─────┘
//
// Every listener is registered before startBackground returns and waits for `ready` inside, since the browser wakes the
// background only for listeners of its first task. Any event may be the last: nothing is kept that storage.session lacks.

import * as v from 'valibot';
import { PortRequestSchema, RequestSchema } from '../shared/message-schemas.ts';
import type { NavigationEvent, PagePort, Platform, SessionStorage } from '../shared/ports.ts';
import { parseSettings, type Settings } from '../shared/settings.ts';
import { siteAddress } from '../shared/site-address.ts';
import { CanaryWatch } from './canary-watch.ts';
import { Inquiry } from './inquiry.ts';
import { afterEvent, type Page, type TabRecord, unseenPage } from './navigation.ts';
import { Publisher } from './publisher.ts';
import { testResolver } from './resolver-test.ts';
import { TabStore } from './tab-store.ts';

export function startBackground(platform: Platform): void {
  let settings: Settings = parseSettings(undefined);
  const session = readOnce(platform.session);
  const records = currentOrGone(session, () => inquiry.forgetAnswers());
  const tabs = new TabStore(records);
  const publisher = new Publisher(platform, records);
  const canary = new CanaryWatch(platform, records, () => settings);
  const publish = (tabId: number, options?: { redraw: boolean }) =>
    publisher.publish(tabs.get(tabId), settings, canary.facts, options);
  const inquiry = new Inquiry({ platform, session, tabs, settings: () => settings, changed: publish });

  const readSettings = async () => {
    settings = parseSettings(await platform.readSettings());
  };
  const ready = Promise.all([session.load(), readSettings().catch(tell)]).then(([stored]) => {
    tabs.restore(stored);
    canary.restore(stored);
    // Questions that an earlier background took with it when it died.
    for (const { tabId } of tabs.all()) inquireIfPending(tabId);
  });
  /** Runs work after `ready`, in the order of the calls; what goes wrong is told and stops nothing else. */
  const whenReady = (work: () => unknown) => {
    ready.then(work).catch((error: unknown) => console.error('Overheard:', error));
  };

  const inquire = (tabId: number, navigationId: string, options?: { clicked: boolean }) => {
    whenReady(() => inquiry.about(tabId, navigationId, options));
  };
  const inquireIfPending = (tabId: number) => {
    const { page } = tabs.get(tabId);
    if (page?.lookup.state === 'pending') inquire(tabId, page.facts.navigationId);
  };
  const inquireUnlessDone = (tabId: number) => {
    const { page } = tabs.get(tabId);
    if (page !== null && page.lookup.state !== 'done') inquire(tabId, page.facts.navigationId);
  };
  const refreshCanary = (options?: { again: boolean }) =>
    whenReady(async () => {
      if (await canary.refresh(options)) for (const { tabId } of tabs.all()) publish(tabId);
    });

  function onNavigation(event: NavigationEvent): void {
    if (event.kind === 'closed') {
      tabs.remove(event.tabId);
      publisher.forget(event.tabId);
      return;
    }
    if (event.kind === 'replaced') {
      tabs.move(event.oldTabId, event.tabId);
      publisher.forget(event.oldTabId);
      publish(event.tabId, { redraw: true });
      inquireIfPending(event.tabId);
      return;
    }
    const { tabId } = event;
    const before = tabs.get(tabId).page;
    if (!tabs.change(tabId, (tab) => afterEvent(tab, event))) return;
    const { page } = tabs.get(tabId);
    // Most events are about attempts, and any may turn out to be about the page that is shown.
    if (page === null || page === before) return;
    const { navigationId } = page.facts;
    const isNew = navigationId !== before?.facts.navigationId;
    if (isNew) inquire(tabId, navigationId);
    publish(tabId, { redraw: isNew });
    if (isNew) refreshCanary();
  }

  /** The tab of the popup that was opened last: what the user grants, they grant with it in mind. */
  let lastWatched: number | undefined;

  /** A popup over a tab: its report now, and a look at the tab when it was never seen. */
  async function watch(popup: PagePort, tabId: number): Promise<void> {
    publisher.watch(popup, tabId);
    lastWatched = tabId;
    const { page } = tabs.get(tabId);
    const url = (await platform.tab(tabId))?.url ?? null;
    if (url !== null && isElsewhere(page, url)) {
      const isLate = (record: TabRecord) => record.page?.facts.navigationId !== page?.facts.navigationId;
      tabs.change(tabId, (record) => (isLate(record) ? record : unseenPage(record, url)));
    }
    if (tabs.get(tabId).page === null) return;
    inquireUnlessDone(tabId);
    publish(tabId);
  }

  function onPortRequest(popup: PagePort, message: unknown): unknown {
    const parsed = v.safeParse(PortRequestSchema, message);
    if (!parsed.success) return undefined;
    const request = parsed.output;
    if (request.kind === 'watch') return watch(popup, request.tabId);
    const tabId = publisher.watchedTab(popup);
    if (tabId === undefined) return undefined;
    if (request.kind === 'expect-root') {
      const { sha256, label } = request;
      const expectedRoots = [...settings.expectedRoots.filter((root) => root.sha256 !== sha256), { sha256, label }];
      return platform.writeSettings({ ...settings, expectedRoots });
    }
    const navigationId = tabs.get(tabId).page?.facts.navigationId;
    if (navigationId !== undefined) inquire(tabId, navigationId, { clicked: true });
    refreshCanary({ again: true });
    return undefined;
  }

  platform.onNavigation((event) => whenReady(() => onNavigation(event)));
  platform.onPage((popup) => {
    popup.onRequest((message) => whenReady(() => onPortRequest(popup, message)));
    popup.onClose(() => publisher.unwatch(popup));
  });
  platform.onRequest((message) => {
    const parsed = v.safeParse(RequestSchema, message);
    return parsed.success ? testResolver(parsed.output.template, platform) : undefined;
  });
  platform.onSettingsChanged(() =>
    whenReady(async () => {
      await readSettings();
      for (const { tabId } of tabs.all()) publish(tabId);
    }),
  );
  platform.onPermissionsGranted(() =>
    whenReady(() => {
      if (lastWatched !== undefined) inquireUnlessDone(lastWatched);
    }),
  );
  platform.onNetworkChanged(() => refreshCanary({ again: true }));
  platform.onInstalled(() => whenReady(() => platform.openWelcome()));
}

/** Whether a tab at `url` shows another site than its record says: an event was missed, or could not be written down. */
function isElsewhere(page: Page | null, url: string): boolean {
  const { scheme, host, port } = siteAddress(url);
  return page?.facts.scheme !== scheme || page.facts.host !== host || page.facts.port !== port;
}

const tell = (error: unknown) => console.warn('Overheard and storage:', error);

/** Session storage that is read once. */
function readOnce(storage: SessionStorage): SessionStorage {
  const loaded = storage.load().catch((error: unknown) => {
    tell(error);
    return {};
  });
  return { ...storage, load: () => loaded };
}

/**
 * Writes in the order of the calls. Storage may be full (10 MB are the limit), and an entry that it kept from before would
 * be taken for the current one by a background that wakes later: what cannot be written is removed, which needs no room, and
 * written once more after room was made.
 */
function currentOrGone(session: SessionStorage, makeRoom: () => Promise<void>): SessionStorage {
  let last: Promise<void> = Promise.resolve();
  const inOrder = (work: () => Promise<void>) => {
    last = last.then(work).catch(tell);
    return last;
  };
  return {
    ...session,
    put: (entries) =>
      inOrder(() =>
        session.put(entries).catch(async (error: unknown) => {
          tell(error);
          await session.remove(Object.keys(entries));
          await makeRoom();
          await session.put(entries);
        }),
      ),
    remove: (keys) => inOrder(() => session.remove(keys)),
  };
}
