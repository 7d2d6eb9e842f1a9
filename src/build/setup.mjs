// Comes first in `npm start`, `npm test` and `npm run package`: everything that a fresh clone lacks, then the command itself. Plain
// Node without dependencies, since it has to run before there are any. `package` installs its own, and leaves those here alone.
//   node src/build/setup.mjs start|test|test:full|package [ARGUMENT…]

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const MINIMUM_NODE = [20, 19];

/**
 * Programs by the Debian packages that bring them, and what they are for; `chosenBy` is the variable that names another one, `atLeast`
 * the version that the manifest asks for.
 */
const PROGRAMS = [
  {
    names: ['firefox-esr', 'firefox'],
    chosenBy: 'FIREFOX_BIN',
    atLeast: 142,
    debian: 'firefox-esr',
    purpose: 'Firefox',
  },
  {
    names: ['chromium', 'chromium-browser', 'google-chrome'],
    chosenBy: 'CHROMIUM_BIN',
    atLeast: 121,
    debian: 'chromium',
    purpose: 'Chromium',
  },
  { names: ['certutil'], debian: 'libnss3-tools', purpose: 'trusts the lab’s certificates in both browsers' },
  { names: ['git'], debian: 'git', purpose: 'tells which files are the project’s own' },
  { names: ['openssl'], debian: 'openssl', purpose: 'makes the lab’s certificates' },
  { names: ['ip'], debian: 'iproute2', purpose: 'sets up the lab’s own network' },
  { names: ['unshare'], debian: 'util-linux', purpose: 'keeps the lab’s network apart' },
];

function main([command, ...args]) {
  checkNode();
  if (command === 'package') return run('node', ['src/build/clean-checkout.mjs', ...args]);
  installDependencies();
  if (command === 'start') {
    const inLab = args.includes('--lab');
    const firefoxOnly = !inLab && !/chrom/.test(args.join(' '));
    const needed = inLab
      ? PROGRAMS
      : PROGRAMS.filter(({ purpose }) => purpose === (firefoxOnly ? 'Firefox' : 'Chromium'));
    installPrograms(needed);
    checkVersions(needed);
    return run('node', ['src/build/run-ts.mjs', 'src/build/start.ts', ...args]);
  }
  if (command === 'test' || command === 'test:full') {
    installPrograms(PROGRAMS);
    checkVersions(PROGRAMS);
    return run('node', ['src/build/test.mjs', ...(command === 'test:full' ? ['--full'] : []), ...args]);
  }
  return fail(`setup.mjs knows start, test, test:full and package, not ${command}.`);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [needMajor, needMinor] = MINIMUM_NODE;
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  fail(`Overheard needs Node ${MINIMUM_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

/** `npm ci`, again only when package-lock.json changed since the last time. */
function installDependencies() {
  const digest = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = join(root, 'node_modules/.installed-for');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  console.log('Installing dependencies (npm ci)…');
  if (run('npm', ['ci', '--no-audit', '--no-fund']) !== 0) fail('npm ci failed; what it printed above says why.');
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  writeFileSync(stamp, digest);
}

/** On Debian as root by apt-get; elsewhere a list of what is missing. */
function installPrograms(programs) {
  const missing = programs.filter(isMissing);
  if (missing.length === 0) return;
  const packages = missing.map(({ debian }) => debian);
  const canInstall = process.getuid?.() === 0 && isOnPath('apt-get');
  if (canInstall) {
    console.log(`Installing ${packages.join(', ')} (apt-get)…`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    if (run('apt-get', ['update', '-q'], env) === 0) {
      run('apt-get', ['install', '-qq', '-y', '--no-install-recommends', ...packages], env);
    }
  }
  const still = missing.filter(isMissing);
  if (still.length === 0) return;
  const list = still.map(({ names, debian, purpose }) => `  ${names[0]}: ${purpose} (Debian package ${debian})`);
  fail(
    `These programs are missing:\n${list.join('\n')}\nOn Debian or Ubuntu: sudo apt-get install ${packages.join(' ')}`,
  );
}

/** A browser that is too old refuses the extension in words of its own; Debian without its security archive has such a Firefox. */
function checkVersions(programs) {
  for (const { names, chosenBy, atLeast, purpose } of programs) {
    if (atLeast === undefined) continue;
    const program = process.env[chosenBy] || names.find(isOnPath);
    const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
    const [version, major] = /(\d+)\.[\d.]+/.exec(stdout ?? '') ?? [];
    if (major !== undefined && Number(major) < atLeast)
      fail(
        `Overheard needs ${purpose} ${atLeast} or newer; ${program} is ${version}. Debian has newer ones in its security archive.`,
      );
  }
}

/** A path that a variable names is the user's own business. */
const isMissing = ({ names, chosenBy }) => !process.env[chosenBy] && !names.some(isOnPath);

function isOnPath(name) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => existsSync(join(folder, name)));
}

function run(file, args, env = process.env) {
  return spawnSync(file, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

process.exitCode = main(process.argv.slice(2));
