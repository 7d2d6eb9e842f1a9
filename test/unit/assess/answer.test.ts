// The answer on the first screen, and the buttons that serve the reader.

import { describe, expect, it } from 'vitest';
import { describeAnswer, describeEvidence } from '../../../src/assess/answer-words.ts';
import { assess } from '../../../src/assess/assess.ts';
import type { SiteReport } from '../../../src/shared/report.ts';
import { firefox, page } from './facts-builder.ts';
import { FIXTURES } from './fixtures.ts';

function reportOf(name: string): SiteReport {
  const fixture = FIXTURES.find((one) => one.name === name);
  if (fixture === undefined) throw new Error(`no fixture ${name}`);
  return assess(fixture.facts);
}
const kinds = (report: SiteReport) => report.actions.map(({ kind }) => kind);

describe('what a button does for the reader', () => {
  it.each([
    ['cleartext', 'try-https'],
    ['unknown-http-cache', 'reload'],
    ['unknown-back-forward-cache', 'reload'],
    ['unknown-timeout', 'check-again'],
    ['exposed-no-record', 'turn-on'],
    ['exposed-alias', 'turn-on'],
    ['unknown-on-click', 'ask-now'],
  ])('%s: %s', (name, kind) => {
    expect(kinds(reportOf(name))).toContain(kind);
  });

  it('offers https: on the port where browsers look for it, and not in a local network', () => {
    expect(kinds(assess(firefox({ page: page('http://news.example:8080/') })))).not.toContain('try-https');
    expect(kinds(reportOf('cleartext-local'))).not.toContain('try-https');
  });

  it('tells nobody how to turn ECH on where the resolver withholds the record', () => {
    expect(kinds(reportOf('exposed-forged'))).not.toContain('turn-on');
  });
});

describe('a doubt', () => {
  it('takes the reassuring picture away, in the session too', () => {
    const doubted = reportOf('likely-hidden-traced-plain');
    expect(doubted).toMatchObject({ verdict: 'likely-hidden', icon: 'unknown', exposure: { state: 'unknown' } });
  });
});

describe('the answer', () => {
  it('says why nothing is known, and claims no evidence for it', () => {
    const report = reportOf('unknown-http-cache');
    expect(describeAnswer(report).map(({ key }) => key)).toEqual(['unknown_http_cache']);
    expect(describeEvidence(report)).toBeNull();
  });

  it('leaves nothing to say twice: no cause repeats what stands above it', () => {
    for (const { name, facts } of FIXTURES) {
      const report = assess(facts);
      const said = describeAnswer(report).map(({ key }) => key);
      expect(new Set(said).size, name).toBe(said.length);
      const known = describeEvidence(report);
      for (const { key } of known?.meaning ?? []) expect(said, name).not.toContain(key);
    }
  });
});
