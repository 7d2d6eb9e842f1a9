import { expect, it } from 'vitest';
import messages from '../../../src/_locales/en/messages.json';
import { describeTest } from '../../../src/options/resolver-test.tsx';
import type { LookupFailure } from '../../../src/shared/lookup.ts';

const FAILURES: { [Kind in LookupFailure['kind']]: Extract<LookupFailure, { kind: Kind }> } = {
  'not-askable': { kind: 'not-askable' },
  'local-name': { kind: 'local-name', name: 'printer.local' },
  offline: { kind: 'offline' },
  unreachable: { kind: 'unreachable' },
  'local-network': { kind: 'local-network', isDenied: true },
  timeout: { kind: 'timeout', timeoutMs: 5000 },
  'http-status': { kind: 'http-status', status: 503 },
  'content-type': { kind: 'content-type', contentType: 'text/html; charset=utf-8' },
  'too-large': { kind: 'too-large' },
  malformed: { kind: 'malformed', error: { kind: 'truncated', field: 'SvcParams.port', offset: 61 } },
  'wrong-question': { kind: 'wrong-question' },
  truncated: { kind: 'truncated' },
  'dns-rcode': { kind: 'dns-rcode', rcode: 2 },
  'excluded-by-policy': { kind: 'excluded-by-policy', name: 'kept.example' },
  'alias-loop': { kind: 'alias-loop' },
  'chain-too-long': { kind: 'chain-too-long' },
};

it.each(Object.values(FAILURES))('has words of its own for the failure $kind', (failure) => {
  const sentences = describeTest({ outcome: 'failed', failure }, 'Quad9');
  expect(sentences).toHaveLength(1);
  for (const { key, args } of sentences) {
    const places = new Set(messages[key].message.match(/\$\w+\$/g) ?? []);
    expect(args).toHaveLength(places.size);
  }
});

it('says something else for every failure', () => {
  const keys = Object.values(FAILURES).map((failure) => describeTest({ outcome: 'failed', failure }, 'Quad9')[0]?.key);
  expect(new Set(keys).size).toBe(keys.length);
});

it.each([
  ['ech', 'options_test_kept'],
  ['no-ech', 'options_test_stripped'],
  ['malformed', 'options_test_stripped'],
  ['no-record', 'options_test_no_record'],
  ['name-error', 'options_test_no_record'],
  ['withheld', 'options_test_no_record'],
] as const)('has words for the answer %s', (answer, key) => {
  const [first, second] = describeTest(
    { outcome: 'answered', durationMs: 33.6, answer, authenticated: false, padded: false, subnetOptOut: 'sent' },
    'Quad9',
  );
  expect(first).toEqual({ key, args: [{ label: 'Quad9' }, { count: 34 }] });
  expect(second?.key).toBe('options_test_not_authenticated');
});

it('tells that the resolver refuses to keep the user’s network out', () => {
  const test = { outcome: 'answered', durationMs: 1, answer: 'ech', authenticated: true, padded: true } as const;
  const keys = (subnetOptOut: 'sent' | 'refused') =>
    describeTest({ ...test, subnetOptOut }, 'Quad9').map(({ key }) => key);
  expect(keys('refused')).toEqual(['options_test_kept', 'popup_subnet_refused', 'options_test_authenticated']);
  expect(keys('sent')).toEqual(['options_test_kept', 'options_test_authenticated']);
});

it('tells when the background did not reply', () => {
  expect(describeTest(null, 'Quad9')[0]?.key).toBe('options_test_no_reply');
});
