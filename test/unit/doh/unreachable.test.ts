// What a resolver without an answer amounts to.

import { describe, expect, it } from 'vitest';
import { askResolver } from '../../../src/doh/exchange.ts';
import { whyUnreachable } from '../../../src/doh/unreachable.ts';
import { parseTemplate } from '../../../src/shared/doh-template.ts';
import { RequestFailure } from '../../../src/shared/request-failure.ts';
import { fakeResolver } from './fake-resolver.ts';

const plain = new TypeError('Failed to fetch');
const denied = new RequestFailure('local-network-denied', plain);
const at = (host: string, online = true) => {
  const template = parseTemplate(`https://${host}/dns-query`);
  if (!template.ok) throw new Error(template.error);
  return { template: template.value, online: () => online };
};

it('takes the browser’s word that local network access was denied', async () => {
  const resolver = fakeResolver({ 'www.example.com': () => Promise.reject(denied) });
  const failure = { kind: 'local-network', isDenied: true };
  expect(await askResolver('www.example.com', 65, resolver)).toEqual({ ok: false, error: failure });
  expect(whyUnreachable(denied, at('192.168.77.53'))).toEqual(failure);
});

it('offline comes first: nothing was asked of any network', () => {
  expect(whyUnreachable(denied, at('resolver.example', false))).toEqual({ kind: 'offline' });
});

it.each([new RequestFailure('refused', plain), new RequestFailure('certificate', plain), plain])(
  'another failure of a public resolver is no denial: %s',
  (reason) => {
    expect(whyUnreachable(reason, at('resolver.example'))).toEqual({ kind: 'unreachable' });
  },
);

describe('a host that only the local network knows', () => {
  it.each([
    'router',
    'pi.hole.local',
    'dns.home.arpa',
    'resolver.internal:8443',
    'localhost',
    '127.0.0.53',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.254',
    '192.168.77.53:8443',
    '169.254.1.1',
    '100.64.0.1',
    '[::1]',
    '[fd00::53]',
    '[fe80::1]',
  ])('%s', (host) => {
    expect(whyUnreachable(plain, at(host))).toEqual({ kind: 'local-network', isDenied: false });
  });

  it.each(['resolver.example', '192.0.2.53', '172.32.0.1', '100.128.0.1', '11.0.0.1', '[2001:db8::53]', '10.example'])(
    '%s is none',
    (host) => {
      expect(whyUnreachable(plain, at(host))).toEqual({ kind: 'unreachable' });
    },
  );
});
