import { describe, expect, it } from 'vitest';
import { planCheck } from '../../../src/network-check/plan.ts';
import { managedSettings, NO_READING, parsePolicy } from '../../../src/shared/managed.ts';
import { parseSettings } from '../../../src/shared/settings.ts';

const CHOSEN = 'https://chosen.example/dns-query';
const settings = (change: object = {}) => parseSettings({ resolver: { kind: 'custom', template: CHOSEN }, ...change });

describe('planCheck', () => {
  it('asks the chosen resolver first, and says which it is', () => {
    const { resolvers } = planCheck(settings(), 'firefox');
    expect(resolvers[0]).toEqual({ name: 'chosen.example', host: 'chosen.example', template: CHOSEN, isChosen: true });
    expect(resolvers.slice(1).map(({ name, isChosen }) => [name, isChosen])).toEqual([
      ['Cloudflare', false],
      ['Quad9', false],
      ['Google', false],
    ]);
  });

  it('sends Firefox to every reference host, and lets Chrome ask those that tell', () => {
    const tellers = (browser: 'firefox' | 'chromium') =>
      planCheck(settings(), browser).references.map(({ teller }) => teller);
    expect(tellers('firefox')).toEqual(['browser', 'browser', 'browser']);
    expect(tellers('chromium')).toEqual(['trace', 'trace', 'nobody']);
  });

  it('asks about the canary, and in Firefox about names that tell whether the network answers', () => {
    expect(planCheck(settings(), 'firefox').canary).toEqual(['use-application-dns.net', 'firefox.com', 'mozilla.org']);
    expect(planCheck(settings(), 'chromium').canary).toEqual(['use-application-dns.net']);
  });

  it('asks no resolver about names that are none of its business', () => {
    const urls = ['https://printer.local/', 'https://127.0.0.1/', 'https://intranet/', 'https://host.example:8443/x'];
    const { references } = planCheck(settings({ references: urls.map((url) => ({ url })) }), 'firefox');
    expect(references).toEqual([
      {
        host: 'host.example:8443',
        name: 'host.example',
        port: 8443,
        url: 'https://host.example:8443/x',
        teller: 'browser',
      },
    ]);
  });

  it('takes a host that is set twice for one reference: two misses of one host are no two hosts', () => {
    const urls = ['https://host.example/', 'https://host.example/other', 'https://host.example:8443/'];
    const { references } = planCheck(settings({ references: urls.map((url) => ({ url })) }), 'firefox');
    expect(references.map(({ url }) => url)).toEqual(['https://host.example/']);
  });

  describe('by policy', () => {
    const planOf = (values: Record<string, unknown>, browser: 'firefox' | 'chromium' = 'firefox') =>
      planCheck(managedSettings({}, { ...NO_READING, ...parsePolicy(values) }), browser);

    it('leaves out names that no resolver is asked about', () => {
      const neverAsk = ['*.cloudflare.com', 'use-application-dns.net', 'mozilla.org'];
      const plan = planOf({ neverAsk });
      expect(plan.references.map(({ name }) => name)).toEqual(['cloudflare-ech.com', 'tls-ech.dev']);
      expect(plan.canary).toEqual([]);
      expect(plan.excludedNames).toEqual(['crypto.cloudflare.com', 'use-application-dns.net', 'mozilla.org']);
      expect(planOf({ neverAsk: ['mozilla.org'] }).canary).toEqual(['use-application-dns.net', 'firefox.com']);
      expect(planOf({ neverAsk: ['mozilla.org'] }, 'chromium').excludedNames).toEqual([]);
    });

    it('asks whom policy names', () => {
      const checkResolvers = [{ preset: 'mullvad' }, { template: 'https://r.example/dns-query' }];
      expect(planOf({ checkResolvers }).resolvers.map(({ host }) => host)).toEqual(['dns.mullvad.net', 'r.example']);
      expect(planOf({ checkResolvers: [], resolver: { preset: 'quad9' } }).resolvers.map(({ name }) => name)).toEqual([
        'Quad9',
      ]);
    });
  });
});
