// The README's tables of permissions and requests are the truth.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../../manifest.json';
import { ALL_QUERIES, TAB_QUERIES } from '../../src/background/query-budget.ts';
import { MEASURING_PERMISSION } from '../../src/build/manifest.ts';
import { CANARY_NAME } from '../../src/network/canary.ts';
import { RESOLVER_PRESETS } from '../../src/shared/resolvers.ts';
import { DEFAULT_SETTINGS, resolverIdentity, secondChoice } from '../../src/shared/settings.ts';
import { addressKind } from '../../src/shared/site-address.ts';
import { readSources, roomOf, root } from './sources.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

/** Cells of one column of the table that starts with a header cell. */
function cells(header: string, column: number): string[] {
  const lines = readme.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${header} |`));
  const rows = lines.slice(start + 2);
  const end = rows.findIndex((line) => !line.startsWith('|'));
  return rows.slice(0, end).map((line) => line.split('|')[column]?.trim() ?? '');
}

const firstCells = (header: string) => cells(header, 1);
const secondCells = (header: string) => cells(header, 2);

it('every permission of the manifest has its reason, and no other has one', () => {
  const named = firstCells('permission').flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  const { optional } = manifest.browser_specific_settings.gecko.data_collection_permissions;
  const expected = [
    ...manifest.permissions,
    ...manifest.host_permissions,
    ...optional,
    ...manifest.optional_permissions,
    MEASURING_PERMISSION,
  ];
  expect(named).toEqual(expected);
});

it('every name that the code asks about by itself is listed', () => {
  const asked = readSources('src')
    .filter(({ path }) => ['network', 'background', 'doh'].includes(roomOf(path)))
    .flatMap(({ text }) => [...text.matchAll(/'((?:[a-z0-9-]+\.)+(?:com|net|org|dev|ie))\.?'/g)])
    .map(([, name]) => name ?? '');
  expect(asked).toContain(CANARY_NAME);
  const listed = firstCells('request').join(' ');
  expect(asked.filter((name) => !listed.includes(`\`${name}\``))).toEqual([]);
});

it('every reference host and every second resolver is listed', () => {
  const references = DEFAULT_SETTINGS.references.map(({ url }) => `\`${new URL(url).host}\``);
  const seconds = RESOLVER_PRESETS.map(({ id }) =>
    secondChoice({ ...DEFAULT_SETTINGS, resolver: { kind: 'preset', id } }),
  );
  const names = seconds.map((choice) => resolverIdentity(choice)?.name ?? 'nobody');
  const listed = [...firstCells('request'), ...secondCells('request')].join(' ');
  expect([...references, ...names].filter((name) => !listed.includes(name))).toEqual([]);
});

it('README and privacy policy say what no resolver is asked about, and what each query asks for', () => {
  const privacy = readFileSync(join(root, '.github/PRIVACY.md'), 'utf8').replace(/\s+/g, ' ');
  const [record = ''] = cells('request', 3).filter((cell) => cell.startsWith('a page is shown'));
  expect(record).toContain(`at most ${TAB_QUERIES} queries a minute for a tab and ${ALL_QUERIES} for all`);
  expect(privacy).toContain(`${TAB_QUERIES} queries a minute for a tab and ${ALL_QUERIES} for all`);
  for (const [said, where] of [
    [/an alias \(AliasMode\) is only on a click/, record],
    [/address of this device or of the network around it/, record],
    [/tab with a proxy only on a click that says so/, record],
    [/there before Overheard looked, or whose certificate was refused, only on a click/, record],
    [/EDNS Client Subnet with prefix 0, RFC 7871/, readme.replace(/\s+/g, ' ')],
    [/not to pass any part of your address on/, privacy],
    [/address of your device or of the network around it/, privacy],
    [/through a proxy it asks only when you click/, privacy],
  ] as const)
    expect(where).toMatch(said);
  const localNames = [...record.matchAll(/`\.?([a-z.]+)`/g)].map(([, name]) => name ?? '');
  expect(localNames.length).toBeGreaterThan(4);
  for (const name of localNames)
    expect(addressKind({ scheme: 'https', host: `router.${name}`, port: 443 }), name).toBe('local-name');
});
