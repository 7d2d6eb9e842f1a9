// `npm test`: every check, one step after the other, each timed; ends with a line `N passed, N failed` that counts the tests of all
// runners and each other step as one. `--full` adds what takes long, and names of parts (test-parts.mjs) run these alone. What cannot
// run has failed. One thing is not part of this repository and runs only where it is found: the vectors of other projects' suites.
// Without them a line before the last says so.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chosenParts, LAB } from './test-parts.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const results = join(root, '.cache/test-results');

let parts = [];
try {
  parts = chosenParts(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
console.log(`Parts: ${parts.map(({ name }) => name).join(', ')}`);

const counts = { passed: 0, failed: 0 };
const failedSteps = [];
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });

const steps = parts.flatMap((part) => part.steps);
const lab = { startedMs: Date.now(), ended: steps.some(usesLab) ? start(LAB) : null };
for (const [index, step] of steps.entries()) {
  if (usesLab(step) && lab.ended !== null) {
    conclude(LAB, [await lab.ended], lab.startedMs);
    lab.ended = null;
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
  const bad = runs.filter((run) => !isGood(run));
  const good = bad.length === 0;
  failedSteps.push(...bad.map(({ label }) => (label === undefined ? step.name : `${step.name}: ${label}`)));
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
