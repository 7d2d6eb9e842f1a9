import { describe, expect, it } from 'vitest';
import { canaryByBrowser, canaryByResolver, canaryBySystem } from '../../../src/network/canary.ts';
import { whyFailed } from '../../../src/network/request-outcome.ts';
import type { SystemAnswer } from '../../../src/shared/ports.ts';

const answered = (...addresses: string[]): SystemAnswer => ({ kind: 'addresses', addresses });
const failed: SystemAnswer = { kind: 'failed' };

const bySystem = (canary: SystemAnswer, control: SystemAnswer = answered('192.0.2.1')) =>
  canaryBySystem(
    async (name) => (name.startsWith('use-application') ? canary : control),
    () => 7,
  );

describe('by the network’s own resolver', () => {
  it.each([
    ['an address', answered('192.0.2.9'), 'not-set'],
    ['a public and a private address', answered('10.0.0.1', '192.0.2.9'), 'not-set'],
    ['no answer, though controls have one', failed, 'set'],
    ['no address', answered(), 'set'],
    ['0.0.0.0', answered('0.0.0.0'), 'set'],
    ['127.0.0.1', answered('127.0.0.1'), 'set'],
    ['::1', answered('::1'), 'set'],
    [
      'addresses of private networks',
      answered('10.1.2.3', '172.20.0.1', '192.168.7.7', '169.254.1.1', 'fd00::1'),
      'set',
    ],
    ['172.15.0.1, which is not private', answered('172.15.0.1'), 'not-set'],
    ['172.32.0.1, which is not private', answered('172.32.0.1'), 'not-set'],
  ])('%s', async (_, canary, state) => {
    expect(await bySystem(canary)).toEqual({ asked: 'system-resolver', resolver: null, state, checkedAtMs: 7 });
  });

  it.each([
    ['an address', answered('192.0.2.9'), 'not-set'],
    ['a private address', answered('10.0.0.1'), 'set'],
  ])('takes one lost answer for nothing: asked again it is %s', async (_, second, state) => {
    const answers = [failed, second];
    const resolve = async (name: string) =>
      name.startsWith('use-application') ? (answers.shift() as SystemAnswer) : answered('192.0.2.1');
    expect(await canaryBySystem(resolve, () => 7)).toMatchObject({ state });
  });

  it.each([
    ['not-set', answered('2001:db8::1')],
    ['set', failed],
    ['set', answered('fd00::1')],
  ])('is %s by IPv6 on a host without IPv4', async (state, canary) => {
    const resolve = async (name: string, family: 'ipv4' | 'ipv6') => {
      if (family === 'ipv4') return failed;
      return name.startsWith('use-application') ? canary : answered('2001:db8::2');
    };
    expect(await canaryBySystem(resolve, () => 7)).toMatchObject({ state });
  });

  it.each([
    ['carrier NAT', '100.64.0.1'],
    ['a mapped private address', '::ffff:192.168.0.1'],
    ['a private address behind NAT64', '64:ff9b::10.0.0.1'],
  ])('%s is private too', async (_, address) => {
    expect(await bySystem(answered(address))).toMatchObject({ state: 'set' });
  });

  it('is unknown when a control name fails too', async () => {
    expect(await bySystem(failed, failed)).toMatchObject({ state: 'unknown' });
  });
});

describe('by the chosen resolver', () => {
  it.each([
    [{ kind: 'addresses', addresses: ['192.0.2.9'] }, 'not-set'],
    [{ kind: 'addresses', addresses: ['0.0.0.0'] }, 'set'],
    [{ kind: 'no-data' }, 'set'],
    [{ kind: 'name-error' }, 'set'],
    [{ kind: 'failed' }, 'unknown'],
  ] as const)('%j', (answer, state) => {
    const mutable = 'addresses' in answer ? { ...answer, addresses: [...answer.addresses] } : answer;
    expect(canaryByResolver(mutable, 'Quad9', 7)).toEqual({
      asked: 'chosen-resolver',
      resolver: 'Quad9',
      state,
      checkedAtMs: 7,
    });
  });
});

describe('by the browser’s own resolver (Chrome)', () => {
  it.each([
    ['an answer', { isAnswered: true, error: null }, true, 'not-set'],
    ['no such name', { isAnswered: false, error: 'net::ERR_NAME_NOT_RESOLVED' }, true, 'set'],
    ['no name resolves', { isAnswered: false, error: 'net::ERR_NAME_NOT_RESOLVED' }, false, 'unknown'],
    ['another certificate', { isAnswered: false, error: 'net::ERR_CERT_COMMON_NAME_INVALID' }, true, 'unknown'],
    ['nobody there', { isAnswered: false, error: 'net::ERR_ADDRESS_UNREACHABLE' }, true, 'unknown'],
    ['refused', { isAnswered: false, error: 'net::ERR_CONNECTION_REFUSED' }, true, 'unknown'],
    ['something else', { isAnswered: false, error: 'net::ERR_FAILED' }, true, 'unknown'],
    ['no network', { isAnswered: false, error: 'net::ERR_INTERNET_DISCONNECTED' }, true, 'unknown'],
    ['ended by us', { isAnswered: false, error: 'net::ERR_ABORTED' }, true, 'unknown'],
    ['blocked by another extension', { isAnswered: false, error: 'net::ERR_BLOCKED_BY_CLIENT' }, true, 'unknown'],
    ['a proxy', { isAnswered: false, error: 'net::ERR_PROXY_CONNECTION_FAILED' }, true, 'unknown'],
    ['no word', { isAnswered: false, error: null }, true, 'unknown'],
  ] as const)('%s', (_, { isAnswered, error }, namesResolve, state) => {
    expect(canaryByBrowser({ isAnswered, why: whyFailed(error) }, namesResolve)).toBe(state);
  });
});
