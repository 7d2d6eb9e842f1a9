// Go for the lab's server, and Go modules as Debian packages them, fetched through apt and unpacked into a folder: nothing is
// installed, and no root is needed. Plain Node, no dependencies.

import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const DEBIAN_KEYRING = '/usr/share/keyrings/debian-archive-keyring.gpg';

/** Go 1.24 is the first whose crypto/tls serves ECH. */
const PLAIN = { release: 'trixie', go: [1, 24], modules: [] };

/** golang.org/x/net/quic serves ECH since Go 1.26; both are in Debian from forky on, the modules as source. */
const WITH_QUIC = {
  release: 'forky',
  go: [1, 26],
  modules: ['net', 'crypto', 'sys', 'text'].map((module) => `golang-golang-x-${module}-dev`),
};

/**
 * A Go that builds the server: its command, what it needs in the environment, and the folder with the modules' source, if it was
 * asked for `quic`. What is missing is fetched into the cache folder. Throws with a sentence that says what is missing.
 */
export async function ensureGo(cacheFolder, { quic }) {
  const wanted = quic ? WITH_QUIC : PLAIN;
  const version = wanted.go.join('.');
  const onPath = await isOnPath(wanted.go);
  const packages = [...(onPath ? [] : [`golang-${version}-go`, `golang-${version}-src`]), ...wanted.modules];
  const folder = join(cacheFolder, `${onPath ? '' : `go-${version}`}${wanted.modules.length > 0 ? '-modules' : ''}`);
  if (packages.length > 0) {
    await ensureUnpacked(cacheFolder, folder, wanted.release, packages).catch((cause) => {
      const modules = quic ? ' and golang.org/x/net/quic' : '';
      throw new Error(`Go ${version} or newer${modules}: neither here nor to be had through apt (${reasonOf(cause)})`, {
        cause,
      });
    });
  }
  const root = join(folder, `usr/lib/go-${version}`);
  return {
    ...(onPath ? { command: 'go', environment: {} } : { command: join(root, 'bin/go'), environment: { GOROOT: root } }),
    modules: join(folder, 'usr/share/gocode/src'),
  };
}

async function isOnPath([major, minor]) {
  try {
    const { stdout } = await run('go', ['version']);
    const [, ownMajor, ownMinor] = /go(\d+)\.(\d+)/.exec(stdout) ?? [];
    return Number(ownMajor) > major || (Number(ownMajor) === major && Number(ownMinor) >= minor);
  } catch {
    return false;
  }
}

/** A folder comes into being as a whole. */
async function ensureUnpacked(cacheFolder, folder, release, packages) {
  const done = await readdir(folder).catch(() => []);
  if (done.length > 0) return;
  await mkdir(cacheFolder, { recursive: true });
  const work = await mkdtemp(join(cacheFolder, 'work-'));
  try {
    await unpack(work, release, packages);
    await rename(join(work, 'unpacked'), folder);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** From the mirror that this machine's apt is set to, with lists and a cache of our own. */
async function unpack(work, release, packages) {
  const { stdout } = await run('apt-get', ['indextargets', '--format', '$(REPO_URI)', 'Created-By: Packages']);
  const mirror = stdout.split('\n').find((uri) => /\/debian\/?$/.test(uri));
  if (!mirror) throw new Error('apt is set to no Debian mirror');
  for (const part of ['lists/partial', 'cache/archives/partial', 'unpacked'])
    await mkdir(join(work, part), { recursive: true });
  const sources = join(work, 'sources.list');
  await writeFile(sources, `deb [signed-by=${DEBIAN_KEYRING}] ${mirror} ${release} main\n`);
  const options = [
    `-oDir::Etc::SourceList=${sources}`,
    '-oDir::Etc::SourceParts=/dev/null',
    `-oDir::State::lists=${join(work, 'lists')}`,
    `-oDir::Cache=${join(work, 'cache')}`,
    '-oAPT::Sandbox::User=', // the private folder is ours, not apt's own user's
    '-oAcquire::Retries=1',
    '-oAPT::Update::Error-Mode=any', // a mirror that cannot be reached is else a warning
  ];
  await run('apt-get', [...options, 'update']);
  await run('apt-get', [...options, 'download', ...packages], { cwd: work });
  for (const name of await readdir(work)) {
    if (name.endsWith('.deb')) await run('dpkg', ['-x', join(work, name), join(work, 'unpacked')]);
  }
}

/** The first error that a command which failed has told of, or the error's own words. */
const reasonOf = ({ stderr, message }) => /^E: (.+)$/m.exec(stderr ?? '')?.[1] ?? message.split('\n')[0];
