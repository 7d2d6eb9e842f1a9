// Builds echd, the lab's server, into the cache folder, again only when its source changed. Plain Node, no dependencies,
// because run.mjs needs it before the network is gone: fetching a compiler wants one.
//
// It speaks HTTP/3 where Go 1.26 and golang.org/x/net/quic can be had. Where they cannot, it is built without: the rest of the
// lab runs all the same, and every run says what it leaves out. That is tried again after a day, or at once by
//
//   node test/lab/build-echd.mjs             prints the path of the server
//   node test/lab/build-echd.mjs --test      runs the tests of the wire formats of HTTP/3 instead

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ensureGo } from './debian-go.mjs';

const run = promisify(execFile);

/** Everything that the lab keeps between runs. */
export const cacheFolder = process.env.LAB_CACHE ?? fileURLToPath(new URL('../../.cache/lab', import.meta.url));

const sourceFolder = fileURLToPath(new URL('echd', import.meta.url));
/** Why the last build has no HTTP/3: a sentence. */
const leftOutPath = join(cacheFolder, 'http3-left-out.json');
const QUIC_OPTIONS = ['-tags=quic', '-mod=mod'];
const TRIED_AGAIN_AFTER_MS = 24 * 3600 * 1000;

/** Path of the built server, with HTTP/3 or without. Throws with a sentence that says what is missing. */
export async function ensureEchd({ again = false } = {}) {
  const digest = await sourceDigest();
  const withQuic = join(cacheFolder, `echd-quic-${digest}`);
  const plain = join(cacheFolder, `echd-${digest}`);
  if (await exists(withQuic)) return withQuic;
  if (!again && (await exists(plain)) && (await http3LeftOut()) !== undefined) return plain;
  await mkdir(cacheFolder, { recursive: true });
  const go = await ensureGo(cacheFolder, { quic: true }).catch(async ({ message }) => {
    await writeFile(leftOutPath, JSON.stringify({ why: message, sinceMs: Date.now() }));
  });
  if (go) {
    await build(withQuic, go, QUIC_OPTIONS, withDebianModules(go.modules));
    await rm(leftOutPath, { force: true });
    return withQuic;
  }
  if (!(await exists(plain))) await build(plain, await ensureGo(cacheFolder, { quic: false }));
  return plain;
}

/** A sentence that says why the lab has no HTTP/3; undefined where it has, or where a build is to try again. */
export async function http3LeftOut() {
  const { why, sinceMs } = JSON.parse(await readFile(leftOutPath, 'utf8').catch(() => '{}'));
  const isOld = !process.env.OVERHEARD_LAB_NAMESPACE && Date.now() - sinceMs > TRIED_AGAIN_AFTER_MS;
  return isOld ? undefined : why;
}

async function build(target, go, options = [], goMod = undefined) {
  const work = await mkdtemp(join(cacheFolder, 'work-'));
  try {
    await runGo(go, work, ['build', ...options, '-trimpath', '-ldflags=-s -w', '-o', join(work, 'echd')], goMod);
    for (const name of await readdir(cacheFolder)) {
      if (name.startsWith('echd-')) await rm(join(cacheFolder, name));
    }
    await rename(join(work, 'echd'), target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function runGo(go, work, [verb, ...options], goMod) {
  const moduleFile = join(work, 'go.mod');
  if (goMod !== undefined) {
    await writeFile(moduleFile, goMod);
    options.push(`-modfile=${moduleFile}`);
  }
  return run(go.command, [verb, ...options, '.'], {
    cwd: sourceFolder,
    env: {
      ...process.env,
      ...go.environment,
      GOCACHE: join(cacheFolder, 'go-build'),
      GOPATH: join(cacheFolder, 'go-path'),
      GOTOOLCHAIN: 'local',
      GOPROXY: 'off',
      GOFLAGS: '',
      CGO_ENABLED: '0',
    },
  });
}

/** Throws with what the tests said when one fails. */
async function test() {
  const go = await ensureGo(cacheFolder, { quic: true });
  const work = await mkdtemp(join(cacheFolder, 'work-'));
  try {
    const { stdout } = await runGo(
      go,
      work,
      ['test', ...QUIC_OPTIONS, '-trimpath', '-vet=off'],
      withDebianModules(go.modules),
    );
    return stdout.trim();
  } catch ({ stdout, stderr }) {
    throw new Error(`${stdout}${stderr}`);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Debian's modules are source code without versions: what is in the folder counts. */
function withDebianModules(folder) {
  const modules = ['crypto', 'net', 'sys', 'text'].map((name) => `golang.org/x/${name}`);
  return [
    'module overheard.example/echd',
    'go 1.26',
    ...modules.map((module) => `require ${module} v0.0.0`),
    ...modules.map((module) => `replace ${module} => ${join(folder, module)}`),
    '',
  ].join('\n');
}

async function sourceDigest() {
  const digest = createHash('sha256');
  const names = (await readdir(sourceFolder)).filter((name) => !name.endsWith('_test.go'));
  for (const name of names.sort()) digest.update(name).update(await readFile(join(sourceFolder, name)));
  return digest.digest('hex').slice(0, 16);
}

async function exists(path) {
  return access(path).then(
    () => true,
    () => false,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--test')) {
    console.log(await test());
  } else {
    console.log(await ensureEchd({ again: true }));
    const why = await http3LeftOut();
    if (why !== undefined) console.log(`It has no HTTP/3. Missing: ${why}`);
  }
}
