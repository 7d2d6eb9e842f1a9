import { describe, expect, it } from 'vitest';
import { type ProbeWants, planProbes, runProbes } from '../../../src/network/probe.ts';

const wants: ProbeWants = {
  site: { host: 'news.example', port: 443 },
  siteTraces: false,
  references: ['https://one.example/cdn-cgi/trace', 'https://two.example:8443/'],
  browserTells: true,
};

describe('planProbes', () => {
  it('asks everybody for as little as there is where the browser tells', () => {
    expect(planProbes(wants)).toEqual({
      fresh: { host: 'news.example', url: 'https://news.example/', teller: 'browser' },
      references: [
        { host: 'one.example', url: 'https://one.example/cdn-cgi/trace', teller: 'browser' },
        { host: 'two.example:8443', url: 'https://two.example:8443/', teller: 'browser' },
      ],
    });
  });

  it('relies on traces where it does not', () => {
    const { fresh, references } = planProbes({ ...wants, browserTells: false, siteTraces: true });
    expect(fresh).toEqual({ host: 'news.example', url: 'https://news.example/cdn-cgi/trace', teller: 'trace' });
    expect(references.map(({ teller }) => teller)).toEqual(['trace', 'nobody']);
    expect(planProbes({ ...wants, browserTells: false }).fresh).toMatchObject({ teller: 'nobody' });
  });

  it('keeps the port of the site', () => {
    expect(planProbes({ ...wants, site: { host: 'news.example', port: 8443 } }).fresh).toMatchObject({
      host: 'news.example:8443',
      url: 'https://news.example:8443/',
    });
  });
});

describe('runProbes', () => {
  it('asks all at once, sends nothing that nobody would tell of, and survives whoever does not answer', async () => {
    const sent: string[] = [];
    const plan = planProbes({ ...wants, browserTells: false, siteTraces: true });
    const answers: ((error: Error) => void)[] = [];
    const probes = runProbes(
      { ...plan, references: [...plan.references, { ...plan.references[0]!, host: 'three.example' }] },
      (request) => {
        sent.push(request.host);
        if (request.host !== 'three.example') return Promise.resolve({ kind: 'reported', usedEch: true, by: 'trace' });
        return new Promise((_, reject) => answers.push(reject));
      },
    );
    expect(sent).toEqual(['news.example', 'one.example', 'three.example']);
    answers[0]?.(new Error('timeout'));
    const told = { kind: 'reported', usedEch: true, by: 'trace' };
    expect(await probes).toEqual({
      fresh: told,
      references: [
        { host: 'one.example', result: told },
        { host: 'two.example:8443', result: { kind: 'unreported' } },
        { host: 'three.example', result: { kind: 'failed' } },
      ],
    });
  });
});
