import { chmodSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { filesOf, packageProblems, zipOf } from '../../../src/build/archive.ts';

const CONTENT: [path: string, text: string][] = [
  ['popup.html', '<!doctype html>'],
  ['manifest.json', '{ "manifest_version": 3 }'],
  ['_locales/en/messages.json', `{${'"key": "word", '.repeat(500)}}`],
  ['background.js', 'export {};'],
  ['run', '#!/bin/sh\n'],
];

const folders: string[] = [];
const zone = process.env.TZ;
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

/** The same files as somebody else has them. */
function folderWith(content: typeof CONTENT, { mode, dateSeconds }: { mode: number; dateSeconds: number }): string {
  const folder = mkdtempSync(join(tmpdir(), 'overheard-'));
  folders.push(folder);
  for (const [path, text] of content) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
    utimesSync(file, dateSeconds, dateSeconds);
  }
  return folder;
}

function zipIn(timeZone: string, folder: string): Uint8Array {
  process.env.TZ = timeZone;
  return zipOf(filesOf(folder));
}

/** Differs where the zone was really changed. */
function hourOfYear2000(timeZone: string): number {
  process.env.TZ = timeZone;
  return new Date(Date.UTC(2000, 0, 1)).getHours();
}

describe('an archive', () => {
  it('is the same bytes from another folder, order, date, permission and time zone', () => {
    const one = zipIn('Pacific/Kiritimati', folderWith(CONTENT, { mode: 0o600, dateSeconds: 1_000_000_000 }));
    const other = zipIn(
      'America/Anchorage',
      folderWith([...CONTENT].reverse(), { mode: 0o755, dateSeconds: 1_700_000_000 }),
    );
    expect(hourOfYear2000('Pacific/Kiritimati')).not.toBe(hourOfYear2000('America/Anchorage'));
    expect(Buffer.from(one).equals(other)).toBe(true);
  });

  it('tells contents apart', () => {
    const options = { mode: 0o644, dateSeconds: 1_000_000_000 };
    const changed = CONTENT.map(([path, text]): [string, string] => [path, text.replace('word', 'work')]);
    const one = zipOf(filesOf(folderWith(CONTENT, options)));
    expect(Buffer.from(one).equals(zipOf(filesOf(folderWith(changed, options))))).toBe(false);
  });

  it('has every file at its path, sorted, the manifest at the root', () => {
    const unzipped = unzipSync(zipOf(filesOf(folderWith(CONTENT, { mode: 0o644, dateSeconds: 1_000_000_000 }))));
    expect(Object.keys(unzipped)).toEqual([
      '_locales/en/messages.json',
      'background.js',
      'manifest.json',
      'popup.html',
      'run',
    ]);
    for (const [path, text] of CONTENT) expect(Buffer.from(unzipped[path]!).toString()).toBe(text);
  });

  it('lets a script be run and nothing else', () => {
    expect(modes(zipOf(new Map(CONTENT.map(([path, text]) => [path, Buffer.from(text)]))))).toEqual({
      '_locales/en/messages.json': 0o100644,
      'background.js': 0o100644,
      'manifest.json': 0o100644,
      'popup.html': 0o100644,
      run: 0o100755,
    });
  });
});

/** Of the central directory: APPNOTE.TXT 4.3.12. */
function modes(zip: Uint8Array): Record<string, number> {
  const bytes = Buffer.from(zip);
  const found: Record<string, number> = {};
  for (let at = bytes.indexOf('PK\x01\x02'); at !== -1; at = bytes.indexOf('PK\x01\x02', at + 4)) {
    const name = bytes.subarray(at + 46, at + 46 + bytes.readUInt16LE(at + 28)).toString();
    found[name] = bytes.readUInt32LE(at + 38) >>> 16;
  }
  return found;
}

describe('a package for a store', () => {
  const good = [
    'manifest.json',
    'background.js',
    'popup.html',
    'chunks/page.js',
    'assets/popup.css',
    'icons/app-16.png',
    'public-suffixes.txt',
  ];
  const problems = (...paths: string[]) => packageProblems(new Map(paths.map((path) => [path, new Uint8Array()])));

  it('has what a browser loads', () => {
    expect(problems(...good)).toEqual([]);
  });

  it.each(['background.js.map', 'icons/app.svg', 'background.ts', '.DS_Store', 'notes.md', 'notes.txt'])(
    'has no %s',
    (stray) => {
      expect(problems(...good, stray)).toEqual([`${stray} does not belong in it`]);
    },
  );

  it('has the Public Suffix List', () => {
    expect(problems(...good.slice(0, -1))).toEqual(['public-suffixes.txt is missing']);
  });

  it('has its manifest at the root', () => {
    expect(problems(...good.slice(1), 'overheard/manifest.json')).toEqual(['manifest.json is missing']);
  });
});
