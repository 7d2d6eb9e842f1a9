// Every case of svcb.json: RDATA, record sets, truncation, zone-file text, and whole scenarios in both browsers.

import { describe, expect, it } from 'vitest';
import { type Origin, type Prediction, predictClient } from '../../src/browsers/rows.ts';
import { encodeBase64 } from '../../src/bytes/base64.ts';
import { encodeHex } from '../../src/bytes/hex.ts';
import { formatServiceBinding } from '../../src/dns/format-service-binding.ts';
import { formatAddresses } from '../../src/dns/ip-address.ts';
import { httpsPort, httpsQueryName } from '../../src/dns/query.ts';
import { resolveRecordSet } from '../../src/dns/record-set.ts';
import { decodeServiceBinding, type ServiceBinding } from '../../src/dns/service-binding.ts';
import { serviceParamKey } from '../../src/dns/service-param-keys.ts';
import type { LookupFailure, LookupOutcome, RecordSet } from '../../src/shared/lookup.ts';
import { nameBytes } from '../unit/builders.ts';
import { parseText } from '../unit/dns/parse-text.ts';
import { overTcp } from './foretold.ts';
import { bytesOf, countVectors, readVectors, type Vectors } from './vectors.ts';

const vectors = readVectors('svcb.json');
const owner = 'www.example.com';

const dotted = (name: string) => (name === '.' ? name : `${name}.`);

function decodedValue(binding: ServiceBinding, key: number): unknown {
  switch (key) {
    case serviceParamKey.mandatory:
      return binding.mandatory;
    case serviceParamKey.alpn:
      return binding.alpn;
    case serviceParamKey.noDefaultAlpn:
      return binding.noDefaultAlpn;
    case serviceParamKey.port:
      return binding.port;
    case serviceParamKey.ipv4hint:
      return formatAddresses(binding.ipv4Hint ?? new Uint8Array(), 4);
    case serviceParamKey.ipv6hint:
      return formatAddresses(binding.ipv6Hint ?? new Uint8Array(), 16);
    default:
      return undefined;
  }
}

const setOf = (rdatas: Uint8Array[], at = owner, cnames: string[] = []): RecordSet => ({
  owner: at,
  cnames,
  ttlSeconds: 60,
  rdatas: rdatas.map(encodeBase64),
});

const clear = 'no ECH: real name in the clear, GREASE ECH';

/** What a row predicts, in the words of `observed`. */
function inWords(row: Prediction, origin: Origin, suite: string): string {
  if (origin.scheme === 'http' && !row.upgradesHttp) return 'plain http to port 80';
  if (row.outcome === 'cannot-connect') return 'TCP connection, no ClientHello: connection fails';
  if (row.outcome === 'shows') return clear;
  const then = row.onFailure === 'falls-back' ? ` THEN ${clear}` : '';
  return `ECH: outer SNI ${row.publicName}, config_id ${row.configId}, ${suite}${then}`;
}

describe('svcb.json', () => {
  const cases: Vectors[] = vectors.cases;
  const setCases: Vectors[] = vectors.rrset_cases;
  const texts: Vectors[] = vectors.presentation_cases ?? [];
  const scenarios: Vectors[] = vectors.browser_scenarios?.cases ?? [];
  countVectors('svcb.json', {
    cases: cases.length,
    'record sets': setCases.length,
    texts: texts.length,
    scenarios: scenarios.length,
  });

  it.each(cases)('$name', ({ rdata_hex, expect: wanted }) => {
    const decoded = decodeServiceBinding(bytesOf(rdata_hex));
    const outcome = { reject: undefined, alias: 'alias' }[wanted.outcome as string] ?? wanted.outcome;
    if (wanted.outcome === 'reject') return expect(decoded.ok).toBe(false);
    if (!decoded.ok) throw new Error(JSON.stringify(decoded.error));
    const binding = decoded.value;
    expect(binding.verdict.kind).toBe(outcome);
    expect(binding.priority).toBe(wanted.priority);
    expect(dotted(binding.targetName)).toBe(wanted.target);
    expect(binding.params.map(({ key, value }) => [key, encodeHex(value)])).toEqual(
      wanted.params.map(({ key, hex }: Vectors) => [key, hex]),
    );
    for (const { key, value } of wanted.params)
      if (value !== undefined) expect(decodedValue(binding, key)).toEqual(value);
  });

  it.each(cases)('$name in Chromium', ({ rdata_hex, observed }) => {
    const origin = { scheme: 'http', host: owner, port: 80 } as const;
    // The target of these single records was the host of the test, so a TargetName of another host says nothing here.
    const row = overTcp(predictClient('chromium', { kind: 'records', sets: [setOf([bytesOf(rdata_hex)])] }, origin));
    const seen = observed.chromium156;
    expect(row.upgradesHttp).toBe(seen.startsWith('RRset used'));
    expect(row.outcome === 'cannot-connect').toBe(seen.includes('connection fails before ClientHello'));
  });

  it.each(cases.filter((one) => one.presentation || one.presentation_by_dnspython))(
    '$name as zone-file text',
    ({ rdata_hex, presentation, presentation_by_dnspython }) => {
      const bytes = bytesOf(rdata_hex);
      const decoded = decodeServiceBinding(bytes);
      if (!decoded.ok || decoded.value.verdict.kind === 'inconsistent') return;
      expect(parseText(formatServiceBinding(decoded.value))).toEqual({ ok: true, value: bytes });
      // Texts of the suites, but for one that is cut short in the file.
      const [text = ''] = (presentation ?? presentation_by_dnspython).split('  (');
      if (presentation && !text.endsWith('...')) expect(parseText(text)).toEqual({ ok: true, value: bytes });
    },
  );

  it.each(setCases)('$name', ({ rdatas_hex, expect: wanted }) => {
    const verdict = resolveRecordSet(rdatas_hex.map(bytesOf));
    if (wanted.use === 'none') return expect(verdict.kind).toBe('malformed');
    if (wanted.use === 'alias') {
      if (verdict.kind !== 'alias') throw new Error(verdict.kind);
      expect(dotted(verdict.aliases[0]?.binding.targetName ?? '')).toBe(wanted.target);
      expect(verdict.ignored).toEqual(wanted.ignored);
      return;
    }
    if (verdict.kind !== 'service') return expect(wanted.defo_expected).toContain('error');
    const order = verdict.endpoints.map(({ index }) => index);
    if (Array.isArray(wanted.use)) expect([...order].sort()).toEqual(wanted.use);
    if (Array.isArray(wanted.order)) expect(order).toEqual(wanted.order);
    if (wanted.dropped) expect(verdict.dropped.map(({ index }) => index)).toEqual(wanted.dropped);
    if (wanted.svcb_reliant !== undefined) expect(verdict.svcbReliant).toBe(wanted.svcb_reliant);
    if (wanted.downgrade_warning !== undefined) expect(verdict.mixed).toBe(wanted.downgrade_warning);
    if (wanted.ech_not_preferred !== undefined) expect(verdict.echNotPreferred).toBe(wanted.ech_not_preferred);
  });

  it.each(setCases)('$name in the browsers', ({ rdatas_hex, observed }) => {
    const outcome: LookupOutcome = { kind: 'records', sets: [setOf(rdatas_hex.map(bytesOf))] };
    for (const client of ['chromium', 'firefox'] as const) {
      const seen = observed[client === 'chromium' ? 'chromium156' : 'firefox153'];
      if (seen === undefined) continue;
      const scheme = seen.startsWith('plain http') ? 'http' : 'https';
      const origin: Origin = { scheme, host: owner, port: scheme === 'http' ? 80 : 443 };
      const suite = /kdf \d+, aead \d+/.exec(seen)?.[0] ?? '';
      expect([client, inWords(overTcp(predictClient(client, outcome, origin)), origin, suite)]).toEqual([client, seen]);
    }
  });

  it('rejects every proper prefix but three', () => {
    const { rdata_hex, exceptions } = vectors.truncation_sweep;
    const bytes = bytesOf(rdata_hex);
    for (let length = 0; length < bytes.length; length++) {
      const decoded = decodeServiceBinding(bytes.subarray(0, length));
      const outcome = decoded.ok ? decoded.value.verdict.kind : 'reject';
      expect([length, outcome]).toEqual([length, exceptions[length]?.split(' ')[0] ?? 'reject']);
    }
  });

  it.each(texts)('text $text is valid: $valid ($why)', ({ text, valid, source, why }) => {
    // Exception: suites disagree on the reserved key 65535. BIND and Knot load it, and it is kept here, since records show what
    // is published; one suite refuses it.
    if (!valid && why === 'key reserved') return expect(parseText(text).ok).toBe(true);
    expect([source, parseText(text).ok]).toEqual([source, valid]);
  });

  it.each(scenarios)('scenario $name', (scenario) => {
    const url = new URL(scenario.url.replace('{host}', owner));
    const scheme = url.protocol.slice(0, -1) as Origin['scheme'];
    const port = Number(url.port) || (scheme === 'https' ? 443 : 80);
    const origin: Origin = { scheme, host: owner, port, ...(scenario.noa && { hasAddress: false }) };
    for (const client of ['chromium', 'firefox'] as const) {
      const { tried } = scenario.observed[client === 'chromium' ? 'chromium156' : 'firefox153'];
      // Firefox's http: loads in these scenarios were images, which it never upgrades.
      if (client === 'firefox' && scheme === 'http') continue;
      const row = overTcp(predictClient(client, scenarioOutcome(scenario, origin), origin));
      const to = ` to port ${httpsPort(scheme, port)}`;
      const first = tried[0];
      const word =
        row.outcome === 'hides' ? `ECH${to}` : row.outcome === 'shows' ? `no ECH (real SNI, GREASE)${to}` : first;
      expect([client, word]).toEqual([client, first]);
      if (row.outcome === 'cannot-connect') expect(first).toBe('no ClientHello within 9 s');
      if (row.outcome === 'hides') expect(row.onFailure).toBe(tried.length > 1 ? 'falls-back' : 'does-not');
      if (scheme === 'http') expect(row.upgradesHttp).toBe(true);
    }
  });
});

function scenarioRdata({ priority, target, params_hex }: Vectors): Uint8Array {
  const name = target.replace('{host}', owner);
  return Uint8Array.from([priority >> 8, priority & 255, ...nameBytes(name), ...bytesOf(params_hex)]);
}

/** What a lookup would have come to against the scenario's resolver. */
function scenarioOutcome(scenario: Vectors, origin: Origin): LookupOutcome {
  const failed = (failure: LookupFailure, sets: RecordSet[] = []): LookupOutcome => ({ kind: 'failed', failure, sets });
  const named = (name: string) => name.replace('{host}', owner);
  const queryName = httpsQueryName(owner, httpsPort(origin.scheme, origin.port));
  const zone = new Map<string, Uint8Array[]>([[owner, scenario.https_rrset.map(scenarioRdata)]]);
  for (const [name, records] of Object.entries<Vectors>(scenario.other_https_rrsets ?? {})) {
    zone.set(named(name), records.map(scenarioRdata));
  }
  const cnames = [scenario.cname, scenario.cname2].filter(Boolean).map(named);
  const end = cnames.at(-1) ?? queryName;
  const rdatas = zone.get(end) ?? [];
  const sets = rdatas.length > 0 ? [setOf(rdatas, end, cnames)] : [];
  if (scenario.ctype) return failed({ kind: 'content-type', contentType: scenario.ctype });
  if (scenario.rcode === 3) return { kind: 'name-error', sets };
  if (scenario.rcode) return failed({ kind: 'dns-rcode', rcode: scenario.rcode });
  if (scenario.tc) return failed({ kind: 'truncated' }, sets);
  return sets.length > 0 ? { kind: 'records', sets } : { kind: 'no-data', sets };
}
