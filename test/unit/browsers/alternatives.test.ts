// What Chromium 156 showed where Alt-Svc led it to port 444 of a host, or to another host: each row was measured in the lab.

import { expect, it } from 'vitest';
import { predictAlternative } from '../../../src/browsers/alternatives.ts';
import type { LookupOutcome } from '../../../src/shared/lookup.ts';
import { set } from '../assess/facts-builder.ts';
import { type BindingParts, echListOf, httpsRdata } from '../builders.ts';

const ech = echListOf({ publicName: 'cover.example' });
const HIDES = { outcome: 'hides', publicName: 'cover.example' };
const SHOWS = { outcome: 'shows' };
const PORT = { host: 'news.example', port: 444 };
const HOST = { host: 'edge.example', port: 443 };

function predict(site: typeof PORT, parts: BindingParts): ReturnType<typeof predictAlternative> {
  const prefixed = site.port !== 443;
  const rdata = httpsRdata(1, prefixed ? site.host : '.', parts);
  const owner = prefixed ? `_${site.port}._https.${site.host}` : site.host;
  return predictAlternative({ kind: 'records', sets: [set([rdata], { owner })] }, site);
}

it.each<[string, typeof PORT, BindingParts, object]>([
  ['HTTP/3 and 2, with ECH', PORT, { alpn: ['h3', 'h2'], ech }, HIDES],
  ['HTTP/3 and 2, without', PORT, { alpn: ['h3', 'h2'] }, SHOWS],
  ['HTTP/3 alone, with ECH, which Chromium ignores', PORT, { alpn: ['h3'], noDefaultAlpn: true, ech }, SHOWS],
  ['HTTP/2 alone, with ECH: there is no QUIC', PORT, { alpn: ['h2'], ech }, HIDES],
  ['HTTP/2 alone, without', PORT, { alpn: ['h2'] }, SHOWS],
  ['HTTP/3 and 2 of another host, with ECH', HOST, { alpn: ['h3', 'h2'], ech }, HIDES],
  ['HTTP/3 and 2 of another host, without', HOST, { alpn: ['h3', 'h2'] }, SHOWS],
])('by records for %s', (_, site, parts, expected) => {
  expect(predict(site, parts)).toEqual(expected);
});

it.each([PORT, HOST])('without a record it shows the name: %o', (site) => {
  const outcome: LookupOutcome = { kind: 'no-data', sets: [] };
  expect(predictAlternative(outcome, site)).toEqual(SHOWS);
});

it('by malformed keys it is not known', () => {
  expect(predict(HOST, { alpn: ['h3', 'h2'], ech: Uint8Array.of(0, 9, 1) })).toEqual({ outcome: 'unknown' });
});

it('by records of which one for HTTP/3 has no ECH it shows the name', () => {
  const rdatas = [httpsRdata(1, '.', { alpn: ['h2'], ech }), httpsRdata(2, '.', { alpn: ['h3'], noDefaultAlpn: true })];
  const sets = [set(rdatas, { owner: HOST.host })];
  expect(predictAlternative({ kind: 'records', sets }, HOST)).toEqual(SHOWS);
});
