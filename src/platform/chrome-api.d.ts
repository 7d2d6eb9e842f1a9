// The `chrome` object, for what webextension-polyfill and its types don't have: a callback for the icon, since only a callback can
// look at `runtime.lastError`, and Chromium's debugger, in the measuring build alone. Everything else goes through the polyfill.

interface DebuggerTarget {
  tabId?: number;
}

interface ChromeEvent<Listener> {
  addListener(listener: Listener): void;
  removeListener(listener: Listener): void;
}

declare const chrome: {
  /** Both browsers have it; in Firefox `chrome` takes callbacks, and `browser` does not. */
  action: { setIcon(icon: { tabId: number; path: Record<number, string> }, done: () => void): void };
  runtime: { lastError?: { message?: string } };
  /** Chromium, once the user has allowed it. */
  scripting: {
    executeScript(injection: {
      target: { tabId: number };
      world: 'ISOLATED';
      func: (...args: never[]) => unknown;
      args: unknown[];
    }): Promise<{ result?: unknown }[]>;
  };
  debugger: {
    attach(target: DebuggerTarget, version: string): Promise<void>;
    detach(target: DebuggerTarget): Promise<void>;
    sendCommand(target: DebuggerTarget, method: string, params?: object): Promise<unknown>;
    onEvent: ChromeEvent<(source: DebuggerTarget, method: string, params?: object) => void>;
    onDetach: ChromeEvent<(source: DebuggerTarget) => void>;
  };
};
