// `npm run package`, first half: the files of the last commit in an empty folder, and beside them the dependencies that the commit's
// package-lock.json names, installed afresh. The commit's own package.ts then makes the packages there, so that no uncommitted file
// and nothing that was changed in node_modules here gets in. Plain Node, since it has to run before there are any dependencies.
//   node src/build/clean-checkout.mjs [--check] [--sabotage]
// --sabotage changes one byte of the fresh copy of Preact, so that --check has to fail.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

function main(args) {
  const folder = mkdtempSync(join(tmpdir(), 'overheard-'));
  try {
    const commit = join(folder, 'commit');
    checkOut(commit, join(folder, 'index'));
    console.log('Installing the dependencies of the last commit into a temporary folder, from its package-lock.json…');
    // No script of a dependency is run. Whoever sets NODE_ENV=production still needs what the build is made with.
    const options = ['--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
    const installed = run('npm', ['ci', '--prefer-offline', ...options], { cwd: commit });
    if (installed !== 0) throw new Error('npm ci failed; what it printed above says why.');
    if (args.includes('--sabotage')) changeOneByte(join(commit, 'node_modules/preact/README.md'));
    const packer = ['src/build/run-ts.mjs', 'src/build/package.ts', root, ...args];
    return run(process.execPath, packer, { cwd: commit });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The last commit, byte for byte, through an index of its own. */
function checkOut(folder, index) {
  const env = { ...process.env, GIT_INDEX_FILE: index };
  const byteForByte = ['-c', 'core.autocrlf=false'];
  for (const args of [
    ['read-tree', 'HEAD'],
    ['checkout-index', '--all', `--prefix=${folder}/`],
  ]) {
    if (run('git', [...byteForByte, ...args], { cwd: root, env }) !== 0)
      throw new Error('The packages are made from a commit, and git has none here.');
  }
}

function changeOneByte(file) {
  const bytes = readFileSync(file);
  bytes[0] ^= 1;
  writeFileSync(file, bytes);
}

const run = (file, args, options) => spawnSync(file, args, { stdio: 'inherit', ...options }).status ?? 1;

// An interrupted child ends this too, but only after the temporary folder is gone.
process.on('SIGINT', () => {});
try {
  process.exitCode = main(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
