// Data flows one way, and so do imports.

import { describe, expect, it } from 'vitest';
import { PURE_FOLDERS } from '../pure-folders.ts';
import { readSources, roomOf, type Source } from './sources.ts';

const PURE = ['shared', ...PURE_FOLDERS];

/** Rooms that each room imports besides itself: no others, and each of these. A room stands below all that it imports. */
const IMPORTS: Record<string, string[]> = {
  shared: [],
  bytes: ['shared'],
  dns: ['shared', 'bytes'],
  ech: ['shared', 'bytes'],
  doh: ['shared', 'bytes', 'dns', 'ech'],
  hello: ['shared', 'bytes', 'ech'],
  browsers: ['shared', 'bytes', 'dns', 'ech'],
  dissect: ['shared', 'bytes', 'dns', 'ech', 'hello'],
  network: ['shared', 'doh'],
  observers: ['shared'],
  assess: ['shared', 'bytes', 'dns', 'ech', 'doh', 'browsers', 'observers'],
  lint: ['shared', 'bytes', 'dns', 'ech', 'browsers', 'observers'],
  paste: ['shared', 'bytes', 'dns', 'ech', 'doh', 'browsers'],
  platform: ['shared'],
  background: ['shared', 'bytes', 'dns', 'doh', 'browsers', 'network', 'assess', 'platform'],
  ui: ['shared', 'platform'],
  popup: ['shared', 'ech', 'network', 'assess', 'platform', 'ui'],
  options: ['shared', 'network', 'assess', 'platform', 'ui'],
  inspect: [
    'shared',
    'bytes',
    'dns',
    'ech',
    'hello',
    'browsers',
    'dissect',
    'assess',
    'lint',
    'paste',
    'platform',
    'ui',
  ],
  session: ['shared', 'assess', 'platform', 'ui'],
  'network-check': ['shared', 'doh', 'network', 'platform', 'ui'],
  build: ['shared'],
};

const sources = readSources('src');

it('every room is known', () => {
  expect(sources.filter(({ path }) => IMPORTS[roomOf(path)] === undefined).map(({ path }) => path)).toEqual([]);
});

it('imports point one way', () => {
  const wrong = sources.flatMap(({ path, imports }) => {
    const room = roomOf(path);
    const allowed = [room, '_locales', ...(IMPORTS[room] ?? [])];
    return imports.filter((target) => !allowed.includes(roomOf(target))).map((target) => `${path} → ${target}`);
  });
  expect(wrong).toEqual([]);
});

it('every edge of the table is used', () => {
  const used = new Set(
    sources.flatMap(({ path, imports }) => imports.map((target) => `${roomOf(path)} → ${roomOf(target)}`)),
  );
  const edges = Object.entries(IMPORTS).flatMap(([room, targets]) => targets.map((target) => `${room} → ${target}`));
  expect(edges.filter((edge) => !used.has(edge))).toEqual([]);
});

it('no comment at the top of a file lists what the file imports: the table above says it', () => {
  const listed = /^\/\/.*\b[Ii]mports? (?:nothing|only|shared|bytes|dns|ech|doh|the rest of this folder)\b/m;
  expect(sources.filter(({ text }) => listed.test(text)).map(({ path }) => path)).toEqual([]);
});

it('no file imports itself by any way round', () => {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const visit = (source: Source, trail: string[]): string[] => {
    if (trail.includes(source.path)) return [...trail.slice(trail.indexOf(source.path)), source.path];
    if (done.has(source.path)) return [];
    for (const target of source.imports) {
      const next = byPath.get(target);
      const cycle = next === undefined ? [] : visit(next, [...trail, source.path]);
      if (cycle.length > 0) return cycle;
    }
    done.add(source.path);
    return [];
  };
  expect(sources.map((source) => visit(source, [])).find((cycle) => cycle.length > 0) ?? []).toEqual([]);
});

describe('the browser is touched in one folder', () => {
  const outside = sources.filter(({ path }) => !['platform', 'build'].includes(roomOf(path)));

  it('webextension-polyfill is imported by src/platform alone', () => {
    expect(
      outside.filter(({ packages }) => packages.includes('webextension-polyfill')).map(({ path }) => path),
    ).toEqual([]);
  });

  it('no other file names the chrome or browser object', () => {
    const names =
      /\b(?:chrome|browser)\.(?:action|alarms|dns|debugger|i18n|permissions|runtime|storage|tabs|webNavigation|webRequest)\b/;
    expect(outside.filter(({ text }) => names.test(text)).map(({ path }) => path)).toEqual([]);
  });
});

it('the pure folders run in Node, a worker and a page alike', () => {
  const impure = /\b(?:document|window|navigator|localStorage|process|require)\b[.(]/;
  const pure = sources.filter(({ path }) => PURE.includes(roomOf(path)));
  const code = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  expect(pure.filter(({ text }) => impure.test(code(text))).map(({ path }) => path)).toEqual([]);
});

it('only pages import at run time, which a Chrome service worker refuses', () => {
  const pages = ['popup', 'options', 'inspect', 'session', 'ui'];
  expect(
    sources
      .filter(({ path, text }) => ![...pages, 'build'].includes(roomOf(path)) && /\bimport\(/.test(text))
      .map(({ path }) => path),
  ).toEqual([]);
});
