// `npm test`: every check, one after the other, each timed; ends with a line `N passed, N failed` that counts the tests of all
// runners and each other step as one. `--full` adds what takes long. What cannot run has failed. One thing is not part of this
// repository and runs only where it is found: the vectors of other projects' suites. Without them a line before the last says so.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const results = join(root, '.cache/test-results');
const full = process.argv.includes('--full');

const vite = (target, ...more) => [
  'npx',
  'vite',
  'build',
  '--config',
  'src/build/vite.config.ts',
  '--mode',
  target,
  ...more,
];
const inLab = (...command) => ['node', 'test/lab/run.mjs', ...command];
const compare = ['node', 'src/build/run-ts.mjs', 'test/lab/compare.ts'];

/** What `npm run check` runs, one step each. */
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const CHECKS = scripts.check.split(' && ').map((line) => ({ name: line, command: ['npx', ...line.split(' ')] }));

/** `vitest` steps count their tests; `mustFail` steps are good when they fail with that very status. */
const STEPS = [
  ...CHECKS,
  {
    name: 'unit, vectors, property, layout',
    vitest: true,
    command: ['npx', 'vitest', 'run', '--config', 'test/vitest.config.ts'],
  },
  { name: 'build for Firefox', command: vite('firefox') },
  { name: 'build for Chromium', command: vite('chromium') },
  { name: 'build for Chromium, measuring', command: vite('chromium-measured') },
  { name: 'the build again, byte for byte', command: ['node', 'src/build/compare-builds.mjs'] },
  {
    name: 'add-on linter',
    command: [
      'npx',
      'web-ext',
      'lint',
      '--source-dir',
      'dist/firefox',
      '--warnings-as-errors',
      '--no-config-discovery',
    ],
  },
  {
    name: 'end to end, in both browsers',
    vitest: true,
    command: inLab('npx', 'vitest', 'run', '--config', 'test/vitest.e2e.config.ts'),
  },
  {
    name: 'popup against a falsified log of the server',
    // As test/lab/compare.ts says that popup and log disagree: a lab that does not start fails otherwise.
    mustFail: 3,
    command: inLab(...compare, 'chromium', '--sabotage'),
  },
];

const FULL_STEPS = [
  { name: 'branches of the pure folders', command: ['npm', 'run', 'coverage'] },
  {
    name: 'packages of the last commit, and the same from their source archive',
    command: ['node', 'src/build/clean-checkout.mjs', '--check'],
  },
  {
    name: 'packages beside a node_modules that differs from the lock by one byte',
    // As src/build/package.ts says that node_modules differs.
    mustFail: 3,
    command: ['node', 'src/build/clean-checkout.mjs', '--check', '--sabotage'],
  },
  { name: 'popup against the server’s log', command: inLab(...compare, 'firefox', 'chromium') },
  {
    name: 'end to end, what takes long',
    vitest: true,
    env: { E2E_FULL: '1' },
    command: inLab('npx', 'vitest', 'run', '--config', 'test/vitest.e2e.config.ts'),
  },
  {
    name: 'two hours of browsing',
    vitest: true,
    env: { BROWSING_HOURS: '2' },
    command: ['npx', 'vitest', 'run', '--config', 'test/vitest.config.ts', 'test/unit/background/two-hours'],
  },
  {
    name: 'property tests, 200,000 inputs of each kind',
    vitest: true,
    env: { PROPERTY_RUNS: '200000' },
    command: ['npx', 'vitest', 'run', '--config', 'test/vitest.config.ts', 'test/property', '--testTimeout', '1800000'],
  },
];

const counts = { passed: 0, failed: 0 };
const failedSteps = [];
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

for (const [index, step] of [...STEPS, ...(full ? FULL_STEPS : [])].entries()) {
  console.log(`\n— ${step.name}`);
  const startedMs = Date.now();
  const output = join(results, `${index}.json`);
  const reporters = step.vitest ? ['--reporter=default', '--reporter=json', `--outputFile.json=${output}`] : [];
  const [file, ...args] = [...step.command, ...reporters];
  const { status } = spawnSync(file, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...step.env } });
  const good = status === (step.mustFail ?? 0);
  if (step.vitest) countTests(output, good);
  else counts[good ? 'passed' : 'failed']++;
  if (!good) failedSteps.push(step.name);
  console.log(`— ${step.name}: ${good ? 'passed' : 'FAILED'} in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
}

for (const name of failedSteps) console.log(`failed: ${name}`);
if (!process.env.VECTORS_DIR && !existsSync(join(root, '../shared/vectors')))
  console.log(
    'did not run: the vectors of other projects’ suites, which are not here (VECTORS_DIR names their folder)',
  );
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;

/** A run that failed without a failing test, or without any test, has failed as a whole. */
function countTests(output, good) {
  let run = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0 };
  try {
    run = JSON.parse(readFileSync(output, 'utf8'));
  } catch {
    console.log('the runner left no result');
  }
  counts.passed += run.numPassedTests;
  counts.failed += run.numFailedTests;
  if (run.numPendingTests > 0) console.log(`${run.numPendingTests} tests did not run`);
  if (run.numFailedTests === 0 && (!good || run.numPassedTests === 0)) counts.failed++;
}
