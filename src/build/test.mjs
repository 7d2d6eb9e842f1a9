// `npm test`: every check, one after the other, each timed; ends with a line `N passed, N failed` that counts the tests of all
// runners and each other step as one. `--full` adds what takes long, and names of parts (test-parts.mjs) run these alone. What cannot
// run has failed. One thing is not part of this repository and runs only where it is found: the vectors of other projects' suites.
// Without them a line before the last says so.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chosenParts } from './test-parts.mjs';

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

for (const [index, step] of parts.flatMap(({ steps }) => steps).entries()) {
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
