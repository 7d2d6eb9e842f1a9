// `npm run package`, second half: what goes to the stores, made in a clean checkout of the last commit with its dependencies freshly
// installed (clean-checkout.mjs). The commit's files are the source archive, and the extensions are built from them. Into
// dist/packages of the folder that is named first:
//   overheard-VERSION-firefox.xpi    overheard-VERSION-chromium.zip    overheard-VERSION-source.zip    SHA256SUMS
// With --check, first compares that folder's node_modules with the fresh install, file by file; and in the end unpacks the source
// archive elsewhere, builds it again, and compares every byte.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { unzipSync } from 'fflate';
import { type Files, filesOf, packageProblems, zipOf } from './archive.ts';
import { compareInstalled, differencesInWords } from './installed-tree.ts';

/** Of the clean checkout. */
const root = join(import.meta.dirname, '../..');

const LOCK = 'package-lock.json';

/** As test.mjs waits for: a build that fails for another reason has another. */
const NODE_MODULES_DIFFER = 3;

const ENDINGS = { firefox: 'xpi', chromium: 'zip' } as const;
type StoreTarget = keyof typeof ENDINGS;
const TARGETS = Object.keys(ENDINGS) as StoreTarget[];

/** The exit code. `checkout` is the folder that somebody works in. */
export function main([checkout = '', ...options]: string[]): number {
  if (!isAbsolute(checkout)) throw new Error('Packages are made by `npm run package`, in a clean checkout.');
  const out = join(checkout, 'dist/packages');
  rmSync(out, { recursive: true, force: true });
  const isCheck = options.includes('--check');
  if (isCheck && !isInstalledFromLock(join(checkout, 'node_modules'))) return NODE_MODULES_DIFFER;

  const source = filesOf(root, ['node_modules']);
  const { version } = JSON.parse(Buffer.from(source.get('manifest.json') ?? []).toString());
  const sourceName = `overheard-${version}-source.zip`;
  const nameOf = (target: StoreTarget) => `overheard-${version}-${target}.${ENDINGS[target]}`;
  const archives = new Map([[sourceName, zipOf(source)]]);
  for (const [target, archive] of builtIn(root)) archives.set(nameOf(target), archive);

  writeAll(archives, out);
  const names = [...archives.keys()].sort();
  const sums = names.map((name) => `${sha256(archives.get(name))}  ${name}\n`).join('');
  writeFileSync(join(out, 'SHA256SUMS'), sums);
  console.log(`\ndist/packages:\n${sums.trimEnd()}`);
  if (!isCheck) return 0;

  const again = builtFrom(new Map(Object.entries(unzipSync(readFileSync(join(out, sourceName))))));
  const differing = again.filter(([target, archive]) => sha256(archives.get(nameOf(target))) !== sha256(archive));
  for (const [target] of differing) console.error(`${nameOf(target)} is not what the source archive builds`);
  if (differing.length === 0) console.log('The source archive, unpacked elsewhere, builds the same packages.');
  return differing.length > 0 ? 1 : 0;
}

/** False when the checkout's own dependencies differ from the fresh ones; it says how. */
function isInstalledFromLock(nodeModules: string): boolean {
  if (!existsSync(nodeModules)) {
    console.log('There is no node_modules folder here to compare with the fresh install.');
    return true;
  }
  const lock = JSON.parse(readFileSync(join(root, LOCK), 'utf8'));
  const differences = compareInstalled(lock, join(root, 'node_modules'), nodeModules);
  if (differences.length > 0) console.error(differencesInWords(differences));
  else console.log('node_modules is, file by file, what package-lock.json installs.');
  return differences.length === 0;
}

/** Unpacks an archive of the source and builds there. Its lock is the commit's, so one install serves both. */
function builtFrom(source: Files): [StoreTarget, Uint8Array][] {
  if (!readFileSync(join(root, LOCK)).equals(source.get(LOCK) ?? new Uint8Array()))
    throw new Error(`The source archive’s ${LOCK} is not the commit’s.`);
  const folder = join(root, '../unpacked');
  writeAll(source, folder);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return builtIn(folder);
}

const builtIn = (folder: string): [StoreTarget, Uint8Array][] =>
  TARGETS.map((target) => [target, zipOf(builtFor(target, folder))]);

function builtFor(target: StoreTarget, folder: string): Files {
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--config', 'src/build/vite.config.ts', '--mode', target];
  // Without the NODE_ENV that this very file was started with.
  const env = { ...process.env, NODE_ENV: undefined };
  const { status } = spawnSync(process.execPath, args, { cwd: folder, stdio: 'inherit', env });
  if (status !== 0) throw new Error(`The build for ${target} failed.`);
  const files = filesOf(join(folder, 'dist', target));
  const problems = packageProblems(files);
  if (problems.length > 0) throw new Error(`Not fit for a store, ${target}: ${problems.join(', ')}.`);
  return files;
}

function writeAll(files: Files, folder: string): void {
  for (const [path, bytes] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}

const sha256 = (bytes: Uint8Array = new Uint8Array()): string => createHash('sha256').update(bytes).digest('hex');
