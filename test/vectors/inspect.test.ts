// Pasted text and field trees on all vectors: what other projects print and publish is read, and judged like the bytes.

import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../src/bytes/base64.ts';
import { readRecordFields } from '../../src/dissect/record-fields.ts';
import { decodeEchConfigList } from '../../src/ech/config-list.ts';
import { lintSite } from '../../src/lint/lint-site.ts';
import { readPaste } from '../../src/paste/paste.ts';
import { rowsOf } from '../../src/paste/pasted-sites.ts';
import { readEchListFields } from '../helpers/ech-list-fields.ts';
import { expectCovered } from '../unit/hello/coverage.ts';
import { SUFFIXES } from '../unit/suffixes.ts';
import { bytesOf, countVectors, readVectors } from './vectors.ts';

const svcb = readVectors('svcb.json');
const ech = readVectors('echconfig.json');

describe('records', () => {
  const cases: { name: string; rdata_hex: string }[] = svcb.cases;
  const texts: { text: string; valid: boolean }[] = svcb.presentation_cases ?? [];
  countVectors('svcb.json, pasted', { records: cases.length, texts: texts.length });

  it.each(cases.map(({ name, rdata_hex }) => [name, rdata_hex] as const))('%s', (_, hex) => {
    const rdata = bytesOf(hex);
    const { fields } = readRecordFields(rdata);
    expectCovered(fields, rdata.length);
    const read = readPaste(`a.example. 60 IN TYPE65 \\# ${rdata.length} ${hex}`);
    const [site] = read.ok ? read.value.sites : [];
    expect(site?.outcome.sets?.[0]?.rdatas).toEqual([encodeBase64(rdata)]);
    if (site) lintSite({ ...site, rows: rowsOf(site), suffixes: SUFFIXES });
  });

  it.each(texts.filter(({ valid }) => valid).map(({ text }) => [text] as const))('%s', (text) => {
    expect(readPaste(`a.example. 60 IN HTTPS ${text}`)).toMatchObject({ ok: true, value: { errors: [] } });
  });
});

describe('lists', () => {
  const cases: { name: string; input_hex: string }[] = ech.cases;
  it.each(cases.map(({ name, input_hex }) => [name, input_hex] as const))('%s', (_, hex) => {
    const list = bytesOf(hex);
    const { fields, issues } = readEchListFields(list);
    expectCovered(fields, list.length);
    const decoded = decodeEchConfigList(list);
    if (decoded.ok) expect(issues.every(({ kind }) => kind === 'duplicate')).toBe(true);
    else expect(issues.length).toBeGreaterThan(0);
    const read = readPaste(encodeBase64(list));
    for (const site of read.ok ? read.value.sites : []) lintSite({ ...site, rows: rowsOf(site), suffixes: SUFFIXES });
  });
});
