// `npm run package`: what goes to the stores, from the last commit and nothing else. The commit's files are the source archive,
// and the extensions are built from them, so that nothing that lies about uncommitted gets in. Into dist/packages:
//   overheard-VERSION-firefox.xpi    overheard-VERSION-chromium.zip    overheard-VERSION-source.zip    SHA256SUMS
// With --check also unpacks the source archive elsewhere, builds it again, and compares every octet.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { unzipSync } from 'fflate';
import { type Files, filesOf, packageProblems, zipOf } from './archive.ts';

const root = join(import.meta.dirname, '../..');
const out = join(root, 'dist/packages');

const ENDINGS = { firefox: 'xpi', chromium: 'zip' } as const;
type StoreTarget = keyof typeof ENDINGS;
const TARGETS = Object.keys(ENDINGS) as StoreTarget[];

export function main(args: string[]): number {
  const source = committedFiles();
  const { version } = JSON.parse(Buffer.from(source.get('manifest.json') ?? []).toString());
  const sourceName = `overheard-${version}-source.zip`;
  const nameOf = (target: StoreTarget) => `overheard-${version}-${target}.${ENDINGS[target]}`;
  const archives = new Map([[sourceName, zipOf(source)]]);
  for (const [target, archive] of builtFrom(source)) archives.set(nameOf(target), archive);

  rmSync(out, { recursive: true, force: true });
  writeAll(archives, out);
  const names = [...archives.keys()].sort();
  const sums = names.map((name) => `${sha256(archives.get(name))}  ${name}\n`).join('');
  writeFileSync(join(out, 'SHA256SUMS'), sums);
  console.log(`\ndist/packages:\n${sums.trimEnd()}`);
  if (!args.includes('--check')) return 0;

  const again = builtFrom(new Map(Object.entries(unzipSync(readFileSync(join(out, sourceName))))));
  const differing = again.filter(([target, archive]) => sha256(archives.get(nameOf(target))) !== sha256(archive));
  for (const [target] of differing) console.error(`${nameOf(target)} is not what the source archive builds`);
  if (differing.length === 0) console.log('The source archive, unpacked elsewhere, builds the same packages.');
  return differing.length;
}

/** Of the last commit, octet for octet. */
function committedFiles(): Files {
  const args = ['-c', 'core.autocrlf=false', 'archive', '--format=zip', 'HEAD'];
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`The packages are made from a commit, and git has none here: ${stderr ?? ''}`);
  return new Map(Object.entries(unzipSync(stdout)).filter(([path]) => !path.endsWith('/')));
}

/** Writes the source into an empty folder, builds there with the dependencies that are installed here, and packs what comes out. */
function builtFrom(source: Files): [StoreTarget, Uint8Array][] {
  const folder = mkdtempSync(join(tmpdir(), 'overheard-'));
  try {
    writeAll(source, folder);
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
    return TARGETS.map((target) => [target, zipOf(builtFor(target, folder))]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

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
  for (const [path, octets] of files) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, octets);
  }
}

const sha256 = (octets: Uint8Array = new Uint8Array()): string => createHash('sha256').update(octets).digest('hex');
