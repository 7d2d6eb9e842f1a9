// Functions that run in Firefox's own scope (firefox-chrome-scope.ts sends their source there), so each stands alone.
// Plain JavaScript, since Firefox's internals have no types; firefox-scripts.d.mts says what goes in and out.
//
// Globals there: window, Services, ChromeUtils, WebExtensionPolicy, PopupNotifications.

/**
 * Collects, in `window.labConsoleErrors`, what the extension puts on a console as an error: uncaught errors reach the
 * parent process by themselves, console.error() calls are sent over from each content process.
 */
export function watchConsole(extensionId, uuid) {
  const origin = `moz-extension://${uuid}`;
  const errors = [];
  window.labConsoleErrors = errors;
  window.labConsoleListener = {
    observe(message) {
      try {
        const error = message.QueryInterface(Ci.nsIScriptError);
        const isWarning = error.flags & (Ci.nsIScriptError.warningFlag | Ci.nsIScriptError.infoFlag);
        if (!isWarning && String(error.sourceName).startsWith(origin)) errors.push(error.errorMessage);
      } catch {
        // not a script error
      }
    },
  };
  Services.console.registerListener(window.labConsoleListener);
  Services.ppmm.addMessageListener('lab:console-error', ({ data }) => errors.push(data));
  const inEachProcess = (id, prefix) => {
    const record = (message) => {
      if (message.level !== 'error' && message.level !== 'assert') return;
      if (message.addonId !== id && !String(message.filename).startsWith(prefix)) return;
      const words = Array.from(message.arguments, (value) => {
        try {
          return value instanceof Object ? String(value.message ?? JSON.stringify(value)) : String(value);
        } catch {
          return '[unreadable]';
        }
      });
      sendAsyncMessage('lab:console-error', words.join(' '));
    };
    const storage = Cc['@mozilla.org/consoleAPI-storage;1'].getService(Ci.nsIConsoleAPIStorage);
    storage.addLogEventListener(record, Cc['@mozilla.org/systemprincipal;1'].createInstance(Ci.nsIPrincipal));
  };
  const source = `(${inEachProcess})(${JSON.stringify(extensionId)}, ${JSON.stringify(origin)})`;
  Services.ppmm.loadProcessScript(`data:text/javascript,${encodeURIComponent(source)}`, true);
}

export function readConsoleErrors() {
  return window.labConsoleErrors ?? [];
}

/**
 * Collects, in `window.labContacts`, the hosts that the extension's background and pages send requests to. A page that it opens
 * in a tab is not its request.
 */
export function watchContacts(uuid) {
  const origin = `moz-extension://${uuid}`;
  const contacts = new Set();
  window.labContacts = contacts;
  window.labContactsObserver = {
    observe(subject) {
      const { URI, loadInfo } = subject.QueryInterface(Ci.nsIHttpChannel);
      if (loadInfo.externalContentPolicyType === Ci.nsIContentPolicy.TYPE_DOCUMENT) return;
      if (loadInfo.triggeringPrincipal.originNoSuffix === origin) contacts.add(URI.hostPort);
    },
  };
  Services.obs.addObserver(window.labContactsObserver, 'http-on-modify-request');
}

export function readContacts() {
  return [...(window.labContacts ?? [])];
}

export async function stopBackground(extensionId) {
  // Otherwise one that has just been told something is left to run.
  await WebExtensionPolicy.getByID(extensionId).extension.terminateBackground({ disableResetIdleForTest: true });
}

export async function setEnabled(extensionId, on) {
  const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
  const addon = await AddonManager.getAddonByID(extensionId);
  await (on ? addon.enable() : addon.disable());
}

export async function reloadExtension(extensionId) {
  const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
  await (await AddonManager.getAddonByID(extensionId)).reload();
}

/** Reopens the closed tab, or window with a tab, of that address. False: there is none, or not yet. */
export function restoreClosed(url) {
  const { SessionStore } = ChromeUtils.importESModule('resource:///modules/sessionstore/SessionStore.sys.mjs');
  const shows = ({ entries = [] }) => entries.at(-1)?.url === url;
  const closed =
    SessionStore.getClosedTabData().find(({ state }) => shows(state)) ??
    SessionStore.getClosedWindowData().find(({ tabs }) => tabs.some(shows));
  if (closed) SessionStore.undoCloseById(closed.closedId, false, window);
  return closed !== undefined;
}

export function splitView(first, second) {
  const { gBrowser } = window;
  gBrowser.addTabSplitView([gBrowser.tabs[first], gBrowser.tabs[second]], { insertBefore: gBrowser.tabs[first] });
}

export async function changePermissions(extensionId, grant, add) {
  const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
  const { extension } = WebExtensionPolicy.getByID(extensionId);
  const { permissions = [], origins = [], dataCollection = [] } = grant;
  const change = { permissions, origins, data_collection: dataCollection };
  await ExtensionPermissions[add ? 'add' : 'remove'](extensionId, change, extension);
}

export async function allowInPrivateWindows(extensionId) {
  const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
  const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
  await ExtensionPermissions.add(extensionId, { permissions: ['internal:privateBrowsingAllowed'], origins: [] });
  await (await AddonManager.getAddonByID(extensionId)).reload();
}

/** Presses a button of the doorhanger that is, or soon will be, open. */
export async function answerPrompt(accept, timeoutMs) {
  const { setTimeout } = ChromeUtils.importESModule('resource://gre/modules/Timer.sys.mjs');
  const { panel } = PopupNotifications;
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += 50) {
    const notification = panel.state === 'open' ? panel.firstElementChild : null;
    if (notification) {
      (accept ? notification.button : notification.secondaryButton).click();
      return true;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

export async function openToolbarPopup(extensionId, timeoutMs) {
  const { setTimeout } = ChromeUtils.importESModule('resource://gre/modules/Timer.sys.mjs');
  const { ExtensionParent } = ChromeUtils.importESModule('resource://gre/modules/ExtensionParent.sys.mjs');
  const { extension } = WebExtensionPolicy.getByID(extensionId);
  await ExtensionParent.apiManager.global.browserActionFor(extension).openPopup(window, true);
  let size = '';
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += 100) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const browser = [...extension.views].find(({ viewType }) => viewType === 'popup')?.xulBrowser;
    const now = browser ? `${browser.clientWidth}x${browser.clientHeight}` : '';
    // The panel takes its size from the page in steps: done when it stays the same.
    if (browser && now === size) return { widthPx: browser.clientWidth, heightPx: browser.clientHeight };
    size = now;
  }
  return null;
}

export function closeToolbarPopup() {
  for (const panel of window.document.querySelectorAll('panel')) if (panel.state === 'open') panel.hidePopup();
}

/** PNG of the popup as a data: address, two device pixels to one. */
export async function pictureToolbarPopup(extensionId) {
  const { extension } = WebExtensionPolicy.getByID(extensionId);
  const browser = [...extension.views].find(({ viewType }) => viewType === 'popup').xulBrowser;
  const bitmap = await browser.browsingContext.currentWindowGlobal.drawSnapshot(null, 2, 'white');
  const canvas = window.document.createElementNS('http://www.w3.org/1999/xhtml', 'canvas');
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  return canvas.toDataURL('image/png');
}

/** Evaluates an expression in the extension's background or popup; it sees that page's globals. Result: JSON text. */
export async function evaluateInView(extensionId, viewType, expression, wake) {
  const { extension } = WebExtensionPolicy.getByID(extensionId);
  if (wake) await extension.wakeupBackground?.();
  const browser = [...extension.views].find((view) => view.viewType === viewType)?.xulBrowser;
  if (!browser) throw new Error(`the extension has no ${viewType} now`);
  const inPage = (source) => {
    const sandbox = Cu.Sandbox(content, { sandboxPrototype: content, wantXrays: false });
    const send = (answer) => sendAsyncMessage('lab:evaluated', answer);
    const program = `(async () => JSON.stringify((await (${source})) ?? null))()`;
    Promise.resolve()
      .then(() => Cu.evalInSandbox(program, sandbox))
      .then(
        (value) => send({ value }),
        (error) => send({ error: String(error) }),
      );
  };
  const { messageManager } = browser;
  const answer = await new Promise((resolve) => {
    messageManager.addMessageListener('lab:evaluated', function listener({ data }) {
      messageManager.removeMessageListener('lab:evaluated', listener);
      resolve(data);
    });
    const source = `(${inPage})(${JSON.stringify(expression)})`;
    messageManager.loadFrameScript(`data:text/javascript,${encodeURIComponent(source)}`, false);
  });
  if (answer.error) throw new Error(answer.error);
  return answer.value;
}

/** What the JavaScript of the background takes once nothing is left to collect, in bytes. */
export async function measureBackgroundHeap(extensionId) {
  const { extension } = WebExtensionPolicy.getByID(extensionId);
  await extension.wakeupBackground?.();
  const browser = [...extension.views].find((view) => view.viewType === 'background')?.xulBrowser;
  const inPage = () => {
    for (let round = 0; round < 3; round += 1) {
      Cu.forceGC();
      Cu.forceCC();
    }
    const manager = Cc['@mozilla.org/memory-reporter-manager;1'].getService(Ci.nsIMemoryReporterManager);
    const [objects, strings, ...others] = Array.from({ length: 9 }, () => ({}));
    manager.sizeOfTab(content, objects, strings, ...others);
    sendAsyncMessage('lab:measured', objects.value + strings.value);
  };
  const { messageManager } = browser;
  return new Promise((resolve) => {
    messageManager.addMessageListener('lab:measured', function listener({ data }) {
      messageManager.removeMessageListener('lab:measured', listener);
      resolve(data);
    });
    messageManager.loadFrameScript(`data:text/javascript,${encodeURIComponent(`(${inPage})()`)}`, false);
  });
}

export function changeTrrMode(mode) {
  Services.prefs.setIntPref('network.trr.mode', mode);
}

/** Chooses the one entry of the extension in the context menu that is, or soon will be, open. */
export async function chooseInMenu(extensionId, timeoutMs) {
  const { setTimeout } = ChromeUtils.importESModule('resource://gre/modules/Timer.sys.mjs');
  const menu = window.document.getElementById('contentAreaContextMenu');
  const widget = extensionId.toLowerCase().replace(/[^a-z0-9_-]/g, '_');
  for (let waitedMs = 0; waitedMs < timeoutMs; waitedMs += 50) {
    const item = menu.querySelector(`[id^="${widget}-menuitem"]`);
    if (menu.state === 'open' && item) {
      menu.activateItem(item);
      return null;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return `${menu.state}: ${[...menu.children].map(({ id }) => id).join(' ')}`;
}

/** What the address bar does when Enter is pressed behind a keyword. */
export function enterInAddressBar(keyword, words) {
  const { ExtensionSearchHandler } = ChromeUtils.importESModule(
    'resource://gre/modules/ExtensionSearchHandler.sys.mjs',
  );
  const text = `${keyword} ${words}`;
  ExtensionSearchHandler.handleSearch({ keyword, text, inPrivateWindow: false }, () => {});
  ExtensionSearchHandler.handleInputEntered(keyword, text, 'tab');
}

export function setDark(on) {
  Services.prefs.setIntPref('layout.css.prefers-color-scheme.content-override', on ? 0 : 1);
}

/** 2: always the user's own colours; 0: with a high-contrast theme only. */
export function setForcedColors(on) {
  Services.prefs.setIntPref('browser.display.document_color_use', on ? 2 : 0);
}
