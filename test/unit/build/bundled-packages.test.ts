import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  withoutInnerHtml,
  withoutIssueTexts,
  withoutMethodTable,
  withoutNodeCrypto,
} from '../../../src/build/bundled-packages.ts';

const require = createRequire(import.meta.url);
const polyfill = readFileSync(require.resolve('webextension-polyfill'), 'utf8');
const preact = readFileSync(join(dirname(require.resolve('preact/package.json')), 'dist/preact.mjs'), 'utf8');
/** hpke-js has it as a dependency of its own. */
const ofHpke = createRequire(require.resolve('hpke-js'));
const hpke = (file: string) => readFileSync(join(dirname(ofHpke.resolve('@hpke/common')), '../esm/src', file), 'utf8');

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

function load(code: string, chrome: unknown) {
  const module = { exports: {} as typeof import('webextension-polyfill') };
  new Function('globalThis', 'chrome', 'module', 'exports', code)({ chrome }, chrome, module, module.exports);
  return module.exports;
}

describe('webextension-polyfill without its table', () => {
  it('still makes every call work', async () => {
    const { chrome, listeners } = fakeChrome();
    const browser = load(withoutMethodTable(polyfill, 'webextension-polyfill 0.12.0'), chrome);
    expect(await browser.storage.session.get()).toEqual({ key: 'session' });
    expect(await browser.storage.local.get()).toEqual({ key: 'local' });
    expect(await browser.tabs.get(7)).toEqual({ id: 7 });
    expect(await browser.runtime.sendMessage('question')).toBe('answer');
    browser.runtime.onMessage.addListener(() => Promise.resolve('from a promise'));
    const answered = new Promise((respond) => listeners[0]?.('question', {}, respond));
    expect(await answered).toBe('from a promise');
  });

  it('leaves nothing of what the table was for', () => {
    const code = withoutMethodTable(polyfill, 'webextension-polyfill 0.12.0').replace(
      /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
      '',
    );
    expect(code).not.toMatch(
      /wrapAsyncFunction|makeCallback|fallbackToNoCallback|privacy|devtools|onMessageExternal|Expected at|browser extension/,
    );
  });

  it('stops the build when the table changed its form', () => {
    const changed = polyfill.replace('const apiMetadata = {', 'const apiMetadata = Object.freeze({');
    expect(changed).not.toBe(polyfill);
    expect(() => withoutMethodTable(changed, 'webextension-polyfill 0.13.0')).toThrow(
      /^webextension-polyfill 0\.13\.0: .* occurs 0 times/,
    );
  });
});

describe('@hpke/common without Node’s crypto', () => {
  it.each([
    ['algorithm.js', 1],
    ['utils/misc.js', 2],
  ])('leaves no import() in %s, and its error for where there is no Web Crypto', (file, count) => {
    const code = withoutNodeCrypto(count)(hpke(file), '@hpke/common 1.10.1');
    expect(code).not.toContain('import(');
    expect(code).toContain('const { webcrypto } = {};');
    expect(code.match(/catch/g)).toEqual(hpke(file).match(/catch/g));
  });

  it('stops the build when the import changed its form, or there is one more', () => {
    const source = hpke('algorithm.js');
    const edit = withoutNodeCrypto(1);
    expect(() => edit(source.replace('import("crypto")', 'import("node:crypto")'), '@hpke/common 2.0.0')).toThrow(
      /^@hpke\/common 2\.0\.0: .* occurs 0 times/,
    );
    expect(() => edit(source + source, '@hpke/common 2.0.0')).toThrow('occurs 2 times');
  });
});

describe('valibot without the texts of issues', () => {
  const whole = readFileSync(join(dirname(require.resolve('valibot')), 'index.mjs'), 'utf8');

  it('still tells what is valid, and where it is not', async () => {
    const code = withoutIssueTexts(whole, 'valibot 1.5.0');
    expect(whole).toContain('message: `Invalid ');
    expect(code).not.toContain('message: `Invalid ');
    const v: typeof import('valibot') = await import(`data:text/javascript,${encodeURIComponent(code)}`);
    const schema = v.object({ list: v.array(v.pipe(v.string(), v.maxLength(2))), one: v.optional(v.literal('x')) });
    expect(v.is(schema, { list: ['a', 'bb'] })).toBe(true);
    expect(v.is(schema, { list: ['a', 'bbb'] })).toBe(false);
    expect(v.is(schema, { list: [1] })).toBe(false);
    expect(v.is(schema, { list: [], one: 'y' })).toBe(false);
    expect(v.safeParse(schema, {}).success).toBe(false);
  });

  it('stops the build when that function changed its form', () => {
    const changed = whole.replace('const isSchema = ', 'let isSchema = ');
    expect(() => withoutIssueTexts(changed, 'valibot 2.0.0')).toThrow(/^valibot 2\.0\.0: .* occurs 0 times/);
  });
});

describe('preact without innerHTML', () => {
  it('assigns it nowhere', () => {
    const code = withoutInnerHtml(preact, 'preact 11.2.0');
    expect(preact).toMatch(/\.innerHTML=[^=]/);
    expect(code).not.toMatch(/(?:inner|outer)HTML\s*=(?!=)/);
  });

  it('stops the build when the assignment changed its form', () => {
    const changed = preact.replace('.innerHTML=h', '["innerHTML"]=h');
    expect(changed).not.toBe(preact);
    expect(() => withoutInnerHtml(changed, 'preact 12.0.0')).toThrow(/^preact 12\.0\.0: .* occurs 0 times/);
  });
});
