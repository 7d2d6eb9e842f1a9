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
const portListeners = new Set<(update: unknown) => void>();

export const port = {
  onMessage: { addListener: (listener: (update: unknown) => void) => portListeners.add(listener) },
  onDisconnect: { addListener: vi.fn() },
  postMessage: vi.fn(),
  disconnect: vi.fn(),
};

/** What the background would send over the port. */
export const sendToPopup = (update: unknown): void => {
  for (const listener of portListeners) listener(update);
};

export const storedSettings = (): unknown => stored.settings;

export const fakeBrowser = {
  i18n: { getMessage, getUILanguage: () => 'en' },
  storage: {
    local: {
      get: async (key: string) => ({ [key]: stored[key] }),
      set: vi.fn(async (entries: object) => {
        Object.assign(stored, JSON.parse(JSON.stringify(entries)));
        for (const listener of settingsListeners) listener(entries);
      }),
      onChanged: { addListener: (listener: (changes: object) => void) => settingsListeners.add(listener) },
    },
    session: { get: async () => ({}) },
  },
  runtime: {
    connect: () => port,
    sendMessage: vi.fn(),
    openOptionsPage: vi.fn(async () => {}),
    getBrowserInfo: () => {},
  },
  permissions: {
    getAll: vi.fn(async () => ({ data_collection: [] as string[] })),
    request: vi.fn(async () => true),
    contains: vi.fn(async () => true),
  },
  webRequest: { getSecurityInfo: () => {} },
  tabs: { query: async () => [{ id: 1 }] },
};

export function forgetEverything(): void {
  delete stored.settings;
  settingsListeners.clear();
  portListeners.clear();
  vi.clearAllMocks();
}
