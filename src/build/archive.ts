// Files as a zip archive that is the same on every machine: sorted names, one date, two permissions, a compressor in JavaScript.

import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { SUFFIX_LIST_FILE } from '../shared/suffix-list.ts';

/** Bytes by path, with forward slashes. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** All files in a folder, without those in `except`, which names entries of its top level. */
export function filesOf(folder: string, except: string[] = []): Files {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !except.includes(name));
  const files = entries.flatMap((entry) => {
    if (!entry.isDirectory()) return [entry];
    return readdirSync(join(folder, entry.name), { recursive: true, withFileTypes: true });
  });
  return new Map(
    files
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [relative(folder, path).replaceAll(sep, '/'), readFileSync(path)];
      }),
  );
}

const UNIX = 3;
const [READ, READ_AND_RUN] = [0o100644, 0o100755];

export function zipOf(files: Files): Uint8Array {
  // Zip has no time zones: the first moment that it knows, as the clock on the wall here would show it.
  const mtime = new Date(1980, 0, 1);
  const entries: Zippable = {};
  for (const path of [...files.keys()].sort()) {
    const bytes = files.get(path) ?? new Uint8Array();
    const mode = isScript(bytes) ? READ_AND_RUN : READ;
    entries[path] = [bytes, { level: 9, mtime, os: UNIX, attrs: mode * 0x10000 }];
  }
  return zipSync(entries);
}

/** It names its interpreter. */
const isScript = (bytes: Uint8Array): boolean => bytes[0] === 0x23 && bytes[1] === 0x21;

/** What must not go to a store, in words; none for a good package. */
export function packageProblems(files: Files): string[] {
  const needed = ['manifest.json', 'background.js', 'popup.html', SUFFIX_LIST_FILE];
  const missing = needed.filter((path) => !files.has(path));
  const strays = [...files.keys()].filter(
    (path) => path !== SUFFIX_LIST_FILE && !/^[a-zA-Z0-9_./-]+\.(?:css|html|js|json|png)$/.test(path),
  );
  return [...missing.map((path) => `${path} is missing`), ...strays.map((path) => `${path} does not belong in it`)];
}
