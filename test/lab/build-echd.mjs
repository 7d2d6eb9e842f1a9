// Builds echd, the lab's server, into the cache folder, again only when its source changed. Plain Node, no dependencies,
// because run.mjs needs it before the network is gone: fetching a compiler wants one.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Everything that the lab keeps between runs. */
export const cacheFolder = fileURLToPath(new URL('../../.cache/lab', import.meta.url));

const sourceFolder = fileURLToPath(new URL('echd', import.meta.url));
const GO_PACKAGES = ['golang-1.24-go', 'golang-1.24-src'];
const DEBIAN_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Path of the built server. Throws with a sentence that says what is missing. */
export async function ensureEchd() {
  const target = join(cacheFolder, `echd-${await sourceDigest()}`);
  if (await exists(target)) return target;
  const go = (await goOnPath()) ?? (await privateGo());
  const work = await temporaryFolder();
  const built = join(work, 'echd');
  await run(go.command, ['build', '-trimpath', '-ldflags=-s -w', '-o', built, '.'], {
    cwd: sourceFolder,
    env: {
      ...process.env,
      ...go.environment,
      GOCACHE: join(cacheFolder, 'go-build'),
      GOPATH: join(cacheFolder, 'go-path'),
      GOTOOLCHAIN: 'local',
      GOPROXY: 'off',
      CGO_ENABLED: '0',
    },
  });
  for (const name of await readdir(cacheFolder)) {
    if (name.startsWith('echd-')) await rm(join(cacheFolder, name));
  }
  await rename(built, target);
  await rm(work, { recursive: true });
  return target;
}

async function sourceDigest() {
  const digest = createHash('sha256');
  for (const name of (await readdir(sourceFolder)).sort())
    digest.update(name).update(await readFile(join(sourceFolder, name)));
  return digest.digest('hex').slice(0, 16);
}

/** The Go on PATH when it is 1.24 or newer: the first whose crypto/tls serves ECH. */
async function goOnPath() {
  try {
    const { stdout } = await run('go', ['version']);
    const [, major, minor] = /go(\d+)\.(\d+)/.exec(stdout) ?? [];
    return Number(major) > 1 || Number(minor) >= 24 ? { command: 'go', environment: {} } : undefined;
  } catch {
    return undefined;
  }
}

/** Debian trixie's Go, unpacked into the cache folder from the mirror that this machine's apt is set to. Needs no root. */
async function privateGo() {
  const folder = join(cacheFolder, 'go-1.24');
  const root = join(folder, 'usr/lib/go-1.24');
  if (!(await exists(join(root, 'bin/go')))) {
    const work = await temporaryFolder();
    try {
      await fetchDebianGo(work);
      await rm(folder, { recursive: true, force: true });
      await rename(join(work, 'unpacked'), folder);
    } catch (error) {
      throw new Error('The lab needs Go 1.24 or newer on PATH, or a Debian system whose apt can fetch it.', {
        cause: error,
      });
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  }
  return { command: join(root, 'bin/go'), environment: { GOROOT: root } };
}

async function fetchDebianGo(work) {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages']);
  const mirror = stdout.split('\n').find((uri) => /\/debian\/?$/.test(uri));
  if (!mirror) throw new Error('apt is set to no Debian mirror');
  for (const folder of ['lists/partial', 'cache/archives/partial', 'unpacked'])
    await mkdir(join(work, folder), { recursive: true });
  const sources = join(work, 'sources.list');
  await writeFile(sources, `deb [signed-by=${DEBIAN_KEYRING}] ${mirror} trixie main\n`);
  const options = [
    `-oDir::Etc::SourceList=${sources}`,
    '-oDir::Etc::SourceParts=/dev/null',
    `-oDir::State::lists=${join(work, 'lists')}`,
    `-oDir::Cache=${join(work, 'cache')}`,
    '-oAPT::Sandbox::User=', // the private folder is ours, not apt's own user's
  ];
  await run('apt-get', [...options, 'update']);
  await run('apt-get', [...options, 'download', ...GO_PACKAGES], { cwd: work });
  for (const name of await readdir(work)) {
    if (name.endsWith('.deb')) await run('dpkg', ['-x', join(work, name), join(work, 'unpacked')]);
  }
}

async function temporaryFolder() {
  await mkdir(cacheFolder, { recursive: true });
  return mkdtemp(join(cacheFolder, 'work-'));
}

async function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}
