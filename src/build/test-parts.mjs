// The parts of `npm test` and `npm run test:full`, by names of one word, and which of them a command line asks for. None takes half an
// hour, so that a machine that allows no more can run them one by one.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const FULL_E2E = 'test/e2e/full';

/** What `npm run check` runs, all at the same time. */
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const checks = scripts.check.split(' && ').map((line) => ({ label: line, command: ['npx', ...line.split(' ')] }));

const inLab = (...command) => ['node', 'test/lab/run.mjs', ...command];
const compare = (...args) => inLab('node', 'src/build/run-ts.mjs', 'test/lab/compare.ts', ...args);
const vitest = (config, ...args) => ['npx', 'vitest', 'run', '--config', config, ...args];
const build = (target) => ({
  label: target,
  command: ['npx', 'vite', 'build', '--config', 'src/build/vite.config.ts', '--mode', target],
});

/** Its server is built while the steps run that need no lab: a fresh clone fetches a compiler for it. */
export const LAB = { name: 'the lab, made ready meanwhile', command: inLab('true') };

/** One half of the tests, in a lab of its own: a run waits for its browser most of the time. */
const endToEnd = (browser) => ({
  label: browser,
  env: { E2E_BROWSER: browser },
  command: inLab(...vitest('test/vitest.e2e.config.ts')),
});

const isTest = (file) => file.endsWith('.test.ts');
const inBrowsers = (name, files) => ({
  name,
  vitest: true,
  env: { E2E_FULL: '1' },
  command: inLab(...vitest('test/vitest.e2e.config.ts', ...files.map((file) => `${FULL_E2E}/${file}`))),
});

/** Files of test/e2e/full by part; `long` has those that stand nowhere here. */
const VISIT = ['every-site.test.ts', 'ech-off.test.ts', 'outcomes.test.ts'];
const PAGES = [
  'compare-resolvers.test.ts',
  'inspect.test.ts',
  'managed.test.ts',
  'network-check.test.ts',
  'session.test.ts',
];
const BACKGROUND = [
  'background-death.test.ts',
  'killed.test.ts',
  'long-lived.test.ts',
  'resolver-recovers.test.ts',
  'storage-full.test.ts',
  'thousand-navigations.test.ts',
];
const TRACE = ['trace.test.ts', 'trace-in-page.test.ts'];
const elsewhere = [...VISIT, ...PAGES, ...BACKGROUND, ...TRACE];
const LONG = readdirSync(join(root, FULL_E2E)).filter((file) => isTest(file) && !elsewhere.includes(file));

/**
 * In the order in which they run. `full`: not in `npm test`. `onBuild`: needs what `build` makes. `vitest` steps count their tests;
 * `mustFail` steps are good when they fail with that very status; `together` is what a step runs at the same time.
 */
export const PARTS = [
  {
    name: 'check',
    about: 'types, lint and dead code',
    steps: [{ name: 'types, lint and dead code', together: checks }],
  },
  {
    name: 'unit',
    about: 'unit, vectors, property and layout: what needs no browser',
    steps: [{ name: 'unit, vectors, property, layout', vitest: true, command: vitest('test/vitest.config.ts') }],
  },
  {
    name: 'build',
    about: 'the extension for every target, twice, byte for byte',
    steps: [
      { name: 'build', together: ['firefox', 'chromium', 'chromium-measured'].map(build) },
      { name: 'the build again, byte for byte', command: ['node', 'src/build/compare-builds.mjs'] },
    ],
  },
  {
    name: 'lint',
    about: 'the add-on linter',
    onBuild: true,
    steps: [
      {
        name: 'add-on linter',
        command: 'npx web-ext lint --source-dir dist/firefox --warnings-as-errors --no-config-discovery'.split(' '),
      },
    ],
  },
  {
    name: 'e2e',
    about: 'end to end, in both browsers',
    onBuild: true,
    steps: [
      {
        name: 'end to end, in both browsers',
        vitest: true,
        together: [endToEnd('firefox'), endToEnd('chromium')],
      },
    ],
  },
  {
    name: 'sabotage',
    about: 'popup against falsified logs of the lab, which must fail',
    onBuild: true,
    steps: [
      {
        name: 'popup against falsified logs of the lab',
        // As test/lab/compare.ts says that every falsehood was noticed: a lab that does not start fails otherwise.
        mustFail: 3,
        command: compare('firefox', 'chromium', '--sabotage'),
      },
    ],
  },
  {
    name: 'coverage',
    about: 'branches taken in the pure folders',
    full: true,
    steps: [{ name: 'branches of the pure folders', command: ['npm', 'run', 'coverage'] }],
  },
  {
    name: 'package',
    about: 'what goes to the stores, from the last commit and from its source archive',
    full: true,
    steps: [
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
    ],
  },
  {
    name: 'compare',
    about: 'popup against the server’s log, at every lab site',
    full: true,
    onBuild: true,
    steps: [
      { name: 'popup against the server’s log', command: compare('firefox', 'chromium') },
      { name: 'the same, reading ahead', command: compare('firefox', 'chromium', '--reads-ahead') },
      { name: 'the same through a proxy over TLS', command: compare('firefox', '--proxy=https') },
      { name: 'the same through a proxy on the device', command: compare('firefox', '--proxy=socks-loopback') },
    ],
  },
  {
    name: 'rows',
    about: 'what both browsers do with every kind of ECH list, against the rows that foretell it',
    full: true,
    steps: [
      {
        name: 'odd ECH lists, against the rows',
        command: inLab('node', 'src/build/run-ts.mjs', 'test/lab/measure-rows.ts', 'firefox', 'chromium'),
      },
    ],
  },
  {
    name: 'visit',
    about: 'what both browsers do at every lab site',
    full: true,
    onBuild: true,
    steps: [inBrowsers('every lab site, in both browsers', VISIT)],
  },
  {
    name: 'pages',
    about: 'inspect, network check, session, options and policy, in both browsers',
    full: true,
    onBuild: true,
    steps: [inBrowsers('pages, in both browsers', PAGES)],
  },
  {
    name: 'background',
    about: 'a background that dies, lives long or runs out of space',
    full: true,
    onBuild: true,
    steps: [inBrowsers('the background’s life, in both browsers', BACKGROUND)],
  },
  {
    name: 'trace',
    about: 'what Chromium measures by the word of a page’s own server',
    full: true,
    onBuild: true,
    steps: [inBrowsers('traces, in Chromium', TRACE)],
  },
  {
    name: 'long',
    about: 'whatever else takes long end to end',
    full: true,
    onBuild: true,
    steps: [inBrowsers('end to end, what else takes long', LONG)],
  },
  {
    name: 'hours',
    about: 'two hours of browsing over the fake browser',
    full: true,
    steps: [
      {
        name: 'two hours of browsing',
        vitest: true,
        env: { BROWSING_HOURS: '2' },
        command: vitest('test/vitest.config.ts', 'test/unit/background/two-hours'),
      },
    ],
  },
  {
    name: 'property',
    about: 'property tests, 200,000 inputs of each kind',
    full: true,
    steps: [
      {
        name: 'property tests, 200,000 inputs of each kind',
        vitest: true,
        env: { PROPERTY_RUNS: '200000' },
        command: vitest('test/vitest.config.ts', 'test/property', '--testTimeout', '1800000'),
      },
    ],
  },
];

export const listOfParts = () =>
  PARTS.map(({ name, about, full }) => `  ${name.padEnd(12)}${about}${full ? ' (test:full)' : ''}`).join('\n');

/**
 * The parts that a command line asks for, in their own order: those that it names, else all (`--full`) or those of `npm test`. What
 * needs a build gets one. Throws for a name that no part has.
 */
export function chosenParts(args) {
  const names = args.filter((arg) => arg !== '--full');
  const unknown = names.filter((name) => !PARTS.some((part) => part.name === name));
  if (unknown.length > 0)
    throw new Error(`No part is called ${unknown.join(' or ')}. The parts are:\n${listOfParts()}`);
  if (names.length === 0) return PARTS.filter(({ full }) => !full || args.includes('--full'));
  const isNamed = ({ name }) => names.includes(name);
  const needsBuild = PARTS.some((part) => isNamed(part) && part.onBuild);
  return PARTS.filter((part) => isNamed(part) || (needsBuild && part.name === 'build'));
}
