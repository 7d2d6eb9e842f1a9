// What the threat model in .github/SECURITY.md relies on, read off the source; and that the tests that it names exist.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SETTING_FIELDS } from '../../src/shared/settings.ts';
import { readSources, root } from './sources.ts';

/** Without comments. `/*` within a word belongs to a pattern of addresses. */
const code = (text: string) => text.replace(/(?<=^|\s)(?:\/\*[\s\S]*?\*\/|\/\/.*$)/gm, '');
const sources = readSources('src')
  .filter(({ path }) => !path.startsWith('src/build/'))
  .map(({ path, text }) => ({ path, text: code(text) }));

const whoHas = (pattern: RegExp) => sources.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

it('text of strangers never becomes markup or code', () => {
  expect(
    whoHas(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function\b|javascript:/),
  ).toEqual([]);
});

it('the background takes messages in one place, and none of other extensions or pages', () => {
  expect(whoHas(/runtime\.on(?:Message|Connect)\b/)).toEqual(['src/platform/background-platform.ts']);
  expect(whoHas(/on(?:Message|Connect)External|externally_connectable|onUserScript/)).toEqual([]);
});

it('what arrives from outside is unknown until a schema has passed it', () => {
  // Listeners are told `unknown`, so that the compiler asks for the check; it would be content with a cast.
  expect(whoHas(/\bonRequest\(\(message\) =>/)).toEqual(['src/background/popups.ts', 'src/background/requests.ts']);
  expect(whoHas(/\bsafeParse\(RequestSchema, message\)/)).toEqual(['src/background/requests.ts']);
  expect(whoHas(/\bsafeParse\(PortRequestSchema, message\)/)).toEqual(['src/background/popups.ts']);
  expect(whoHas(/\bas (?:Port)?Request\b/)).toEqual([]);
  expect(whoHas(/addEventListener\('(?:message|storage)'|BroadcastChannel/)).toEqual([]);
});

it('no page of ours lets the browser look up the hosts of its links before one is followed', () => {
  // Firefox 153 did so for the links of the settings page.
  const pages = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.html'),
  );
  const isSilent = (page: string) =>
    readFileSync(join(root, 'src', page), 'utf8').includes(
      '<meta http-equiv="x-dns-prefetch-control" content="off" />',
    );
  expect(pages.length).toBeGreaterThan(4);
  expect(pages.filter((page) => !isSilent(page))).toEqual([]);
});

it('one function of ours runs in pages of the web, and knows nothing but how to ask their server one thing', () => {
  expect(whoHas(/contentScripts|userScripts|web_accessible_resources|registerContentScripts|world: 'MAIN'/)).toEqual(
    [],
  );
  expect(whoHas(/\bscripting\b|executeScript/).sort()).toEqual([
    'src/platform/page-trace.ts',
    'src/platform/permissions.ts',
  ]);
  const [, injected = ''] =
    sources.find(({ path }) => path === 'src/platform/page-trace.ts')?.text.split('async function askInPage') ?? [];
  expect(injected).not.toMatch(/document\.(?!readyState)|\bbrowser\.|\bchrome\.|\bcookie|localStorage|postMessage/);
  expect(injected.match(/\bfetch\(/g)).toHaveLength(1);
});

it('a request is not changed, only looked at', () => {
  // What a blocking listener could return (webRequest.BlockingResponse). Taking a field out of what is told is no return.
  const field = /\b(?:cancel|redirectUrl|requestHeaders|responseHeaders|upgradeToSecure|authCredentials):/;
  const changing = sources.filter(({ text }) => field.test(text.replace(/\{[^{}]*\} = /g, '')));
  expect(changing.map(({ path }) => path)).toEqual([]);
  expect(whoHas(/declarativeNetRequest|filterResponseData|\bproxy\.(?:settings|onRequest)/)).toEqual([]);
});

it('without a click requests go to resolvers, and to reference hosts by the test of a network', () => {
  expect(whoHas(/\bfetchFor\b/).sort()).toEqual([
    'src/background/network-test.ts',
    'src/background/query-log.ts',
    'src/background/resolvers.ts',
    'src/shared/ports.ts',
  ]);
});

it('what is kept on disk is written by two files, neither of which knows a site', () => {
  expect(whoHas(/storage\.(?:local|sync)\.set\b/).sort()).toEqual([
    'src/platform/change-settings.ts',
    'src/platform/managed-settings.ts',
  ]);
  expect(whoHas(/localStorage|indexedDB|\bcaches\.|document\.cookie|storage\.sync/)).toEqual([]);
});

it('what is kept on disk is what the user chose, an entry for each setting', () => {
  expect([...SETTING_FIELDS].sort()).toEqual([
    'ask',
    'checkResolvers',
    'expectedRoots',
    'measurePages',
    'privateWindows',
    'references',
    'resolver',
    'secondResolver',
    'testNetwork',
  ]);
  // What is stored follows from what is stored: nobody hands storage a whole list that a page remembers.
  expect(whoHas(/\bchangeSettings\(\{/)).toEqual([]);
  expect(whoHas(/\bcarryOut\(/).sort()).toEqual(['src/platform/change-settings.ts', 'src/shared/settings-intent.ts']);
});

describe('SECURITY.md', () => {
  const text = readFileSync(join(root, '.github/SECURITY.md'), 'utf8').replace(/\s+/g, ' ');
  /** A file and, between asterisks, its tests by name. */
  const named = [...text.matchAll(/`(test\/[\w./-]+)`((?:,? \*[^*]+\*)*)/g)].map(([, file = '', tests = '']) => ({
    file,
    tests: [...tests.matchAll(/\*([^*]+)\*/g)].map(([, name]) => name ?? ''),
  }));

  it('names tests that exist', () => {
    expect(named.length).toBeGreaterThan(30);
    expect(named.flatMap(({ tests }) => tests).length).toBeGreaterThan(20);
    const missing = named.flatMap(({ file, tests }) => {
      const path = join(root, file);
      if (!existsSync(path)) return [file];
      const source = file.endsWith('/') ? '' : readFileSync(path, 'utf8');
      return tests.filter((name) => !source.includes(`'${name}'`)).map((name) => `${file}: ${name}`);
    });
    expect(missing).toEqual([]);
  });
});
