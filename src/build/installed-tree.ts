// Whether a node_modules folder is, file by file, what a fresh install from the same package-lock.json gives.

import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** As much of a package-lock.json (lockfileVersion 2 and 3) as is needed here. */
export interface Lock {
  /** By path from the project's root: `node_modules/preact`. */
  packages: Record<string, { hasInstallScript?: boolean }>;
}

export interface Difference {
  kind: 'changed' | 'missing' | 'extra';
  /** From the project's root, with forward slashes; a folder ends in one and stands for everything in it. */
  path: string;
}

/** What npm, setup.mjs, vite and vitest keep in a node_modules folder for themselves. */
const NOTES = ['.package-lock.json', '.installed-for', '.cache', '.vite', '.vite-temp', '.vitest'];

const SHOWN = 10;

/** `fresh` and `here` are the paths of two node_modules folders. Throws where one of them can't be read. */
export function compareInstalled(lock: Lock, fresh: string, here: string): Difference[] {
  const differences: Difference[] = [];
  compareFolders('node_modules');
  return differences;

  function compareFolders(path: string): void {
    const theirs = readdirSync(join(fresh, '..', path));
    const ours = readdirSync(join(here, '..', path));
    for (const name of [...new Set([...theirs, ...ours])].sort()) {
      const inner = `${path}/${name}`;
      if (isFolderOfPackages(path) && NOTES.includes(name)) continue;
      const wanted = theirs.includes(name) ? entryAt(join(fresh, '..', inner)) : undefined;
      const found = ours.includes(name) ? entryAt(join(here, '..', inner)) : undefined;
      if (wanted === undefined) {
        if (!isMadeByScript(inner)) add('extra', inner, found);
      } else if (found === undefined) add('missing', inner, wanted);
      else if (wanted.kind === 'folder' && found.kind === 'folder') compareFolders(inner);
      else if (!isSame(wanted, found)) add('changed', inner, wanted);
    }
  }

  function add(kind: Difference['kind'], path: string, entry: Entry | undefined): void {
    differences.push({ kind, path: entry?.kind === 'folder' ? `${path}/` : path });
  }

  /** What an install script makes lies in its package's own folder, where the fresh install, without scripts, has nothing. */
  function isMadeByScript(path: string): boolean {
    const [, owner = '', inside = ''] = /^(.*node_modules\/(?:@[^/]+\/)?[^/@][^/]*)\/(.+)$/.exec(path) ?? [];
    return lock.packages[owner]?.hasInstallScript === true && !/^node_modules(?:\/|$)/.test(inside);
  }
}

type Entry = { kind: 'file'; path: string } | { kind: 'folder' } | { kind: 'link'; target: string };

/** A link to a file counts as that file: npm links the programs in `.bin`, and where it can't link, it copies. */
function entryAt(path: string): Entry {
  const isLink = lstatSync(path).isSymbolicLink();
  const target = statSync(path, { throwIfNoEntry: false });
  if (target?.isFile()) return { kind: 'file', path };
  if (isLink) return { kind: 'link', target: readlinkSync(path) };
  return { kind: 'folder' };
}

function isSame(one: Entry, other: Entry): boolean {
  if (one.kind === 'file' && other.kind === 'file')
    return (
      statSync(one.path).size === statSync(other.path).size && readFileSync(one.path).equals(readFileSync(other.path))
    );
  return one.kind === 'link' && other.kind === 'link' && one.target === other.target;
}

const isFolderOfPackages = (path: string): boolean => /(?:^|\/)node_modules$/.test(path);

export function differencesInWords(differences: Difference[]): string {
  const count = differences.length === 1 ? 'one difference' : `${differences.length} differences`;
  const lines = differences.slice(0, SHOWN).map(({ kind, path }) => `  ${kind.padEnd(7)}  ${path}`);
  if (differences.length > SHOWN) lines.push(`  and ${differences.length - SHOWN} more`);
  return [
    `node_modules isn’t what the last commit’s package-lock.json installs (${count}):`,
    ...lines,
    'Run `npm ci`, then try again.',
  ].join('\n');
}
