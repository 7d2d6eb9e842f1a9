// `npm test`: every check, one after the other, each timed; ends with a line `N passed, N failed` that counts the tests of all
// runners and each other step as one. `--full` adds what takes long. What cannot run has failed. One thing is not part of this
// repository and runs only where it is found: the vectors of other projects' suites. Without them a line before the last says so.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
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

/** Its server is built while the steps run that need no lab: a fresh clone fetches a compiler for it. */
const LAB = { name: 'the lab, made ready meanwhile', command: inLab('true') };

/** One half of the tests, in a lab of its own: a run waits for its browser most of the time. */
const endToEnd = (browser) => ({
  label: browser,
  env: { E2E_BROWSER: browser },
  command: inLab('npx', 'vitest', 'run', '--config', 'test/vitest.e2e.config.ts'),
});

/**
 * `vitest` steps count their tests; `mustFail` steps are good when they fail with that very status; `together` is what a step runs at
 * the same time.
 */
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
    together: [endToEnd('firefox'), endToEnd('chromium')],
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

const lab = { startedMs: Date.now(), ended: start(LAB), isReady: false };
for (const [index, step] of [...STEPS, ...(full ? FULL_STEPS : [])].entries()) {
  if (usesLab(step) && !lab.isReady) {
    conclude(LAB, [await lab.ended], lab.startedMs);
    lab.isReady = true;
  }
  console.log(`\n— ${step.name}`);
  const startedMs = Date.now();
  conclude(step, await Promise.all(runsOf(step, index).map(start)), startedMs);
}

for (const name of failedSteps) console.log(`failed: ${name}`);
if (!process.env.VECTORS_DIR && !existsSync(join(root, '../shared/vectors')))
  console.log(
    'did not run: the vectors of other projects’ suites, which are not here (VECTORS_DIR names their folder)',
  );
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;

function runsOf(step, index) {
  const runs = step.together ?? [step];
  return runs.map((run, at) => ({ ...run, output: step.vitest ? join(results, `${index}-${at}.json`) : undefined }));
}

function usesLab(step) {
  return runsOf(step).some(({ command }) => command.includes('test/lab/run.mjs'));
}

/** Resolves to the run with the status that it ended with. Where runs go on at the same time, each line begins with the run's label. */
function start(run) {
  const { command, env, label, output } = run;
  const reporters =
    output === undefined ? [] : ['--reporter=default', '--reporter=json', `--outputFile.json=${output}`];
  const [file, ...args] = [...command, ...reporters];
  const stdio = label === undefined ? 'inherit' : ['ignore', 'pipe', 'pipe'];
  const child = spawn(file, args, { cwd: root, stdio, env: { ...process.env, ...env } });
  for (const stream of [child.stdout, child.stderr])
    if (stream) createInterface({ input: stream }).on('line', (line) => console.log(`${label}: ${line}`));
  return new Promise((resolve) => {
    child.once('error', () => resolve({ ...run, status: null }));
    child.once('close', (status) => resolve({ ...run, status }));
  });
}

function conclude(step, runs, startedMs) {
  const isGood = ({ status }) => status === (step.mustFail ?? 0);
  for (const run of runs) {
    if (run.output !== undefined) countTests(run.output, isGood(run));
    else counts[isGood(run) ? 'passed' : 'failed']++;
  }
  const good = runs.every(isGood);
  if (!good) failedSteps.push(step.name);
  console.log(`— ${step.name}: ${good ? 'passed' : 'FAILED'} in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
}

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
