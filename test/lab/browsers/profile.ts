// A fresh home with a profile for one launch of a browser, its roots trusted, thrown away afterwards; and policies, which
// live in the namespace's private /etc.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { trustRoots } from '../trust.ts';

export interface Profile {
  /** The browser's HOME. */
  home: string;
  /** The profile's folder inside it. */
  folder: string;
  remove(): Promise<void>;
}

/** `nssFolder` is where the browser keeps its trust database, relative to home. */
export async function makeProfile(browser: string, nssFolder: string): Promise<Profile> {
  const home = await mkdtemp(join(tmpdir(), `overheard-${browser}-`));
  const folder = join(home, 'profile');
  await mkdir(folder);
  await trustRoots(join(home, nssFolder));
  return { home, folder, remove: () => rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
}

/** The environment of a browser: nothing of the user's own session but what a window needs. */
export function browserEnvironment({ home }: Profile): Record<string, string | undefined> {
  return {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    XAUTHORITY: process.env.XAUTHORITY ?? join(homedir(), '.Xauthority'),
  };
}

/** Writes a policy file; returns what takes it away. */
export async function writePolicies(path: string, policies: unknown): Promise<() => Promise<void>> {
  if (!process.env.OVERHEARD_LAB_NAMESPACE) throw new Error('policies are written inside the lab only');
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify(policies));
  return () => rm(path, { force: true });
}
