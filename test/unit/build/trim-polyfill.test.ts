import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import { withoutMetadata } from '../../../src/build/trim-polyfill.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('webextension-polyfill'), 'utf8');

type Listener = (message: unknown, sender: unknown, respond: (answer: unknown) => void) => unknown;

/** Chrome before it had `browser`: methods return promises, a message's answer goes by callback. */
function fakeChrome() {
  const listeners: Listener[] = [];
  return {
    listeners,
    chrome: {
      runtime: {
        id: 'id',
        lastError: undefined,
        onMessage: { addListener: (listener: Listener) => listeners.push(listener) },
        sendMessage: (_message: unknown, respond: (answer: unknown) => void) => respond('answer'),
      },
      storage: { session: { get: async () => ({ key: 'session' }) }, local: { get: async () => ({ key: 'local' }) } },
      tabs: { get: async (id: number) => ({ id }) },
    },
  };
}

function load(chrome: unknown) {
  const module = { exports: {} as typeof import('webextension-polyfill') };
  new Function('globalThis', 'chrome', 'module', 'exports', withoutMetadata(source))(
    { chrome },
    chrome,
    module,
    module.exports,
  );
  return module.exports;
}

it('leaves a package by which every call still works', async () => {
  const { chrome, listeners } = fakeChrome();
  const browser = load(chrome);
  expect(await browser.storage.session.get()).toEqual({ key: 'session' });
  expect(await browser.storage.local.get()).toEqual({ key: 'local' });
  expect(await browser.tabs.get(7)).toEqual({ id: 7 });
  expect(await browser.runtime.sendMessage('question')).toBe('answer');
  browser.runtime.onMessage.addListener(() => Promise.resolve('from a promise'));
  const answered = new Promise((respond) => listeners[0]?.('question', {}, respond));
  expect(await answered).toBe('from a promise');
});

it('is a good deal shorter', () => {
  expect(withoutMetadata(source).length).toBeLessThan(source.length * 0.65);
});

it('fails when the package changed its form', () => {
  expect(() => withoutMetadata('const metadata = {}')).toThrow('no table of methods');
});
