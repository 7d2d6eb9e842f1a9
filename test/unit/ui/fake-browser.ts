// Stands for webextension-polyfill, which throws outside an extension: real messages, and a record of what was asked of the
// browser. A test file takes it by
//   vi.mock('webextension-polyfill', async () => ({ default: (await import('../ui/fake-browser.ts')).fakeBrowser }));

import { vi } from 'vitest';
import messages from '../../../src/_locales/en/messages.json';

interface Message {
  message: string;
  placeholders?: Record<string, { content: string }>;
}

/** As browsers do it: `$NAME$` by its placeholder, `$1` by its argument; nothing for a key that does not exist. */
function getMessage(key: string, args: string[] = []): string {
  const found = (messages as Record<string, Message>)[key];
  if (found === undefined) return '';
  return found.message
    .replace(/\$(\w+)\$/g, (_, name: string) => found.placeholders?.[name.toLowerCase()]?.content ?? '')
    .replace(/\$(\d)/g, (_, digit: string) => args[Number(digit) - 1] ?? '');
}

const stored: Record<string, unknown> = {};
const settingsListeners = new Set<(changes: object) => void>();
type SessionListener = (changes: Record<string, { newValue?: unknown }>) => void;
const inSession: Record<string, unknown> = {};
const policyListeners = new Set<(changes: object) => void>();
const sessionListeners = new Set<SessionListener>();
const portListeners = new Set<(update: unknown) => void>();

export const port = {
  onMessage: { addListener: (listener: (update: unknown) => void) => portListeners.add(listener) },
  onDisconnect: { addListener: vi.fn() },
  postMessage: vi.fn(),
  disconnect: vi.fn(),
};

/** Policy comes, or another one. */
export function tellPolicy(values: Record<string, unknown>): void {
  fakeBrowser.storage.managed.get.mockResolvedValue(values);
  for (const listener of policyListeners) listener({});
}

/** What the background would send over the port. */
export const sendToPopup = (update: unknown): void => {
  for (const listener of portListeners) listener(update);
};

/** What the background would write; undefined removes. */
export function writeSession(entries: Record<string, unknown>): void {
  const changes: Record<string, { newValue?: unknown }> = {};
  for (const [key, value] of Object.entries(entries)) {
    if (value === undefined) delete inSession[key];
    else inSession[key] = structuredClone(value);
    changes[key] = value === undefined ? {} : { newValue: structuredClone(value) };
  }
  for (const listener of sessionListeners) listener(changes);
}

export const storedSettings = (): unknown => stored.settings;

export const fakeBrowser = {
  i18n: { getMessage },
  storage: {
    local: {
      get: async (key: string) => ({ [key]: stored[key] }),
      set: vi.fn(async (entries: object) => {
        Object.assign(stored, JSON.parse(JSON.stringify(entries)));
        for (const listener of settingsListeners) listener(entries);
      }),
      remove: async (key: string) => {
        delete stored[key];
        for (const listener of settingsListeners) listener({ [key]: {} });
      },
      onChanged: { addListener: (listener: (changes: object) => void) => settingsListeners.add(listener) },
    },
    managed: {
      /** As Firefox does where there is no policy. */
      get: vi.fn((): Promise<Record<string, unknown>> => Promise.reject(new Error('no managed storage'))),
      onChanged: { addListener: (listener: (changes: object) => void) => policyListeners.add(listener) },
    },
    session: {
      get: async (key?: string) => structuredClone(key === undefined ? inSession : { [key]: inSession[key] }),
      onChanged: {
        addListener: (listener: SessionListener) => sessionListeners.add(listener),
        removeListener: (listener: SessionListener) => sessionListeners.delete(listener),
      },
    },
  },
  runtime: {
    connect: () => port,
    sendMessage: vi.fn(),
    openOptionsPage: vi.fn(async () => {}),
    getBrowserInfo: () => {},
    getURL: (path: string) => `moz-extension://overheard/${path}`,
  },
  permissions: {
    getAll: vi.fn(async () => ({ data_collection: [] as string[] })),
    request: vi.fn(async () => true),
    contains: vi.fn(async () => true),
  },
  extension: { inIncognitoContext: false },
  webRequest: { getSecurityInfo: () => {} },
  tabs: { query: async () => [{ id: 1 }], create: vi.fn(async () => {}) },
};

export function forgetEverything(): void {
  delete stored.settings;
  for (const key of Object.keys(inSession)) delete inSession[key];
  delete stored['policy-binds'];
  settingsListeners.clear();
  policyListeners.clear();
  sessionListeners.clear();
  portListeners.clear();
  vi.clearAllMocks();
  fakeBrowser.storage.managed.get.mockReset().mockRejectedValue(new Error('no managed storage'));
}
