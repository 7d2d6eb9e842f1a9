import { describe, expect, it } from 'vitest';
import { planCheck } from '../../../src/network-check/plan.ts';
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

  it('has Mozilla’s host for Chrome alone', () => {
    expect(planCheck(settings(), 'firefox').canaryHost).toBeNull();
    expect(planCheck(settings(), 'chromium').canaryHost).toBe('use-application-dns.net');
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
});
