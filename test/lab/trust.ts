// Makes browsers trust the lab's roots: an NSS database, which is a Firefox profile's own or, for Chromium on Linux,
// `$HOME/.pki/nssdb`. Made once by certutil (libnss3-tools), then copied.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './build-echd.mjs';
import { ensureRoot, ROOT_NAMES, type RootId } from './pki.ts';

const run = promisify(execFile);
const certutil = (options: readonly string[]) => run('certutil', options);
const ROOT_IDS = Object.keys(ROOT_NAMES) as RootId[];

/** Puts a database that trusts both roots into the folder. */
export async function trustRoots(folder: string): Promise<void> {
  await cp(await ensureDatabase(), folder, { recursive: true });
}

async function ensureDatabase(): Promise<string> {
  const roots: { id: RootId; path: string }[] = [];
  for (const id of ROOT_IDS) roots.push({ id, path: (await ensureRoot(id)).chain });
  const digest = createHash('sha256');
  for (const { path } of roots) digest.update(await readFile(path));
  const target = join(cacheFolder, `nss-${digest.digest('hex').slice(0, 16)}`);
  if (
    await access(target).then(
      () => true,
      () => false,
    )
  )
    return target;

  await mkdir(cacheFolder, { recursive: true });
  const work = await mkdtemp(join(cacheFolder, 'work-'));
  await certutil(['-N', '-d', `sql:${work}`, '--empty-password']);
  for (const { id, path } of roots) {
    await certutil(['-A', '-d', `sql:${work}`, '-n', ROOT_NAMES[id], '-t', 'C,,', '-i', path]);
  }
  await rename(work, target).catch(() => rm(work, { recursive: true })); // another run was first: take its database
  return target;
}
