// The Platform of a real browser. Everything that listens does so at once when asked: listeners have to be registered before
// the background's first task ends, or the browser will not wake it for them.

import browser from 'webextension-polyfill';
import { iconPaths } from '../shared/icon.ts';
import { REPORT_PORT } from '../shared/messages.ts';
import type { BrowserPlatform, PagePort, TabInfo } from '../shared/ports.ts';
import { sentence } from '../shared/sentence.ts';
import { shortAddress } from '../shared/site-address.ts';
import { changeSettings, readAndMoveSettings } from './change-settings.ts';
import { asksPages, browserName } from './features.ts';
import { listenToInspectRequests } from './inspect-entry-points.ts';
import { onPolicyChanged, readPolicy } from './managed-settings.ts';
import { listenToNavigations } from './navigation-events.ts';
import { openInspect, openWelcome } from './open-page.ts';
import { fetchingWithReason } from './own-requests.ts';
import { listenToSubresources } from './page-requests.ts';
import { pageTraces } from './page-trace.ts';
import { hasConsent, hasSiteAccess } from './permissions.ts';
import { isRestrictedPage } from './restricted-pages.ts';
import { onStoredSettingsChanged } from './stored-settings.ts';
import { suffixList } from './suffix-list.ts';
import { systemResolver } from './system-resolver.ts';
import { measureTab } from './tab-debugger.ts';
import { toolbarIcons } from './toolbar-icon.ts';
import { traceProviders } from './trace-providers.ts';
import { translate } from './words.ts';

/** A message or port of our own pages, and of nobody else's (no externally_connectable, but check all the same). */
const isOurs = (sender: browser.Runtime.MessageSender | undefined): boolean =>
  sender?.id === browser.runtime.id && (sender.url?.startsWith(browser.runtime.getURL('')) ?? false);

const tabInfo = ({ url, incognito }: { url: string | undefined; incognito: boolean }): TabInfo => ({
  url: url === undefined ? null : shortAddress(url),
  private: incognito,
  restricted: url !== undefined && isRestrictedPage(url),
});

/** One for each life of the background. */
export function backgroundPlatform(): BrowserPlatform {
  const setIcon = toolbarIcons();
  return {
    browser: browserName(),
    session: {
      load: () => browser.storage.session.get(),
      put: (entries) => browser.storage.session.set(entries),
      remove: (keys) => browser.storage.session.remove(keys),
    },
    now: () => Date.now(),
    pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    suffixList,
    traceProviders,
    fetch: fetchingWithReason(),
    online: () => navigator.onLine,
    readSettings: readAndMoveSettings,
    readPolicy,
    changeSettings,
    hasConsent,
    hasSiteAccess,
    resolveBySystem: systemResolver(),
    measureTab: MEASURING_BUILD ? measureTab : null,
    traceTab: asksPages() ? pageTraces() : null,

    async tab(tabId) {
      try {
        const { url, incognito } = await browser.tabs.get(tabId);
        return tabInfo({ url, incognito });
      } catch (error) {
        // `No tab with id: 5.` (Chromium 156), `Invalid tab ID: 5` (Firefox 153). Anything else is the browser's trouble.
        if (/\btab\b/i.test(String(error))) return null;
        throw error;
      }
    },

    async tabs() {
      const all = await browser.tabs.query({});
      return all.flatMap(({ id, url, incognito }) =>
        id === undefined ? [] : [{ tabId: id, ...tabInfo({ url, incognito }) }],
      );
    },

    async showIcon(tabId, icon, ...sentences) {
      const title = sentence('toolbar_title', ...sentences.map((each) => ({ label: translate(each) })));
      const titled = browser.action.setTitle({ tabId, title: translate(title) }).catch(() => {
        // The tab was closed in the meantime.
      });
      await Promise.all([setIcon({ tabId, path: iconPaths(icon) }), titled]);
    },

    openWelcome,
    openInspect,

    onInspectRequest: listenToInspectRequests,
    onNavigation: listenToNavigations,
    onSubresource: listenToSubresources,
    onSettingsChanged(listener) {
      onStoredSettingsChanged(listener);
      onPolicyChanged(listener);
    },
    onPermissionsGranted: (listener) => browser.permissions.onAdded.addListener(() => listener()),
    onInstalled(listener) {
      browser.runtime.onInstalled.addListener(({ reason }) => {
        if (reason === 'install') listener();
      });
    },
    onNetworkChanged(listener) {
      self.addEventListener('online', listener);
    },
    onPage(listener) {
      browser.runtime.onConnect.addListener((port) => {
        if (port.name === REPORT_PORT && isOurs(port.sender)) listener(pagePort(port));
      });
    },
    onRequest(listener) {
      browser.runtime.onMessage.addListener((message: unknown, sender: browser.Runtime.MessageSender) =>
        isOurs(sender) ? listener(message) : undefined,
      );
    },
  };
}

function pagePort(port: browser.Runtime.Port): PagePort {
  return {
    send(update) {
      try {
        port.postMessage(update);
      } catch {
        // The popup closed, and its onDisconnect is still on the way.
      }
    },
    onRequest: (listener) => port.onMessage.addListener(listener),
    onClose: (listener) => port.onDisconnect.addListener(listener),
  };
}
