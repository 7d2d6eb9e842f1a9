// Records and ECH lists field by field: names, values, places, and what becomes of them when they are damaged.

import { describe, expect, it } from 'vitest';
import { ByteWriter } from '../../../src/bytes/byte-writer.ts';
import type { FieldNode, FieldTree } from '../../../src/dissect/field-tree.ts';
import { readRecordFields } from '../../../src/dissect/record-fields.ts';
import { readEchListFields } from '../../helpers/ech-list-fields.ts';
import { type BindingParts, type EchParts, echConfigOf, echListOf, httpsRdata } from '../builders.ts';
import { expectCovered } from '../hello/coverage.ts';

const named = (nodes: readonly FieldNode[], name: string): FieldNode[] =>
  nodes.flatMap((node) => [...(node.name === name ? [node] : []), ...named(node.children ?? [], name)]);

const leaves = (nodes: readonly FieldNode[]): FieldNode[] =>
  nodes.flatMap((node) => (node.children ? leaves(node.children) : [node]));

function treeOf(bytes: Uint8Array, read: (bytes: Uint8Array) => FieldTree): FieldTree {
  const tree = read(bytes);
  expectCovered(tree.fields, bytes.length);
  return tree;
}

const recordOf = (rdata: Uint8Array) => treeOf(rdata, readRecordFields);
const listOf = (list: Uint8Array) => treeOf(list, readEchListFields);

const issuesOf = ({ issues }: FieldTree) => issues.map(({ kind, field, offset }) => `${kind} ${field} ${offset}`);

describe('a record', () => {
  it('is its priority, its target and its parameters', () => {
    const { fields, issues } = recordOf(httpsRdata(1, 'a.example', { alpn: ['h2'] }));
    expect(issues).toEqual([]);
    expect(fields.map(({ name, offset, length, value }) => [name, offset, length, value])).toEqual([
      ['SvcPriority', 0, 2, '1 (ServiceMode)'],
      ['TargetName', 2, 11, 'a.example.'],
      ['SvcParams', 13, 7, undefined],
    ]);
  });

  const values: [string, BindingParts, value: string, leaf: string][] = [
    ['mandatory', { mandatory: [1, 3], alpn: ['h2'], port: 1 }, 'alpn (0x0001), port (0x0003)', 'SvcParamKey'],
    ['alpn', { alpn: ['h2', 'h3'] }, 'h2, h3', 'opaque'],
    ['alpn', { alpn: Array.from({ length: 9 }, () => 'x') }, 'x, x, x, x, x, x, x, x, …', 'opaque'],
    ['alpn', { alpn: ['a\u2028 \u202e'.slice(0, 1), '\x80'] }, 'a, \\x80', 'opaque'],
    ['port', { port: 8443 }, '8443', 'port'],
    ['ipv4hint', { other: { 4: Uint8Array.of(192, 0, 2, 1, 192, 0, 2, 2) } }, '192.0.2.1, 192.0.2.2', 'IPv4'],
    ['ipv6hint', { other: { 6: new Uint8Array(16) } }, '::', 'IPv6'],
    ['key667', { other: { 667: Uint8Array.of(1, 2) } }, '0102', 'opaque'],
  ];
  it.each(values)('%s %#', (key, parts, value, leaf) => {
    const { fields, issues } = recordOf(httpsRdata(1, '.', parts));
    expect(issues).toEqual([]);
    const param = named(fields, 'SvcParam').find((node) => node.value?.startsWith(`${key}:`));
    expect(param?.value).toBe(`${key}: ${value}`);
    expect(named(param?.children ?? [], leaf).length).toBeGreaterThan(0);
  });

  it('has no value where the parameter has none', () => {
    const { fields } = recordOf(httpsRdata(1, '.', { alpn: ['h3'], noDefaultAlpn: true }));
    expect(named(fields, 'SvcParam').map(({ value }) => value)).toEqual(['alpn: h3', 'no-default-alpn']);
  });

  it('in AliasMode has parameters that are not looked at', () => {
    const { fields, issues } = recordOf(httpsRdata(0, 'b.example', { ech: Uint8Array.of(9), port: 3 }));
    expect(issues).toEqual([]);
    expect(fields[0]?.value).toBe('0 (AliasMode)');
    expect(named(fields, 'SvcParam').map(({ value }) => value)).toEqual(['port: 0003', 'ech: 09']);
  });

  it('is read to the last field of its ECH list, with offsets in the record', () => {
    const rdata = httpsRdata(1, '.', { alpn: ['h2'], ech: echListOf() });
    const { fields, issues } = recordOf(rdata);
    expect(issues).toEqual([]);
    const [name] = named(named(fields, 'public_name'), 'opaque');
    expect(name?.value).toBe('cover.example');
    expect(String.fromCharCode(...rdata.subarray(name!.offset, name!.offset + name!.length))).toBe('cover.example');
  });

  const damaged: [string, Uint8Array, issues: string[], unread: number][] = [
    ['nothing', new Uint8Array(), ['truncated SvcPriority 0'], 0],
    ['half a priority', Uint8Array.of(0), ['truncated SvcPriority 0'], 1],
    ['a compressed target', Uint8Array.of(0, 1, 0xc0, 0), ['value TargetName 2'], 2],
    ['half a key', Uint8Array.of(0, 1, 0, 0), ['truncated SvcParamKey 3'], 1],
    ['a value that overruns', Uint8Array.of(0, 1, 0, 0, 1, 0, 9, 2, 0x68), ['truncated SvcParams.alpn 7'], 2],
    [
      'a port of three bytes',
      httpsRdata(1, '.', { other: { 3: Uint8Array.of(1, 2, 3) } }),
      ['length SvcParams.port 7'],
      1,
    ],
    [
      'an alpn that overruns',
      httpsRdata(1, '.', { other: { 1: Uint8Array.of(1, 0x61, 5, 0x62) } }),
      ['truncated SvcParams.alpn 10'],
      1,
    ],
    [
      'half an address',
      httpsRdata(1, '.', { other: { 4: Uint8Array.of(1, 2, 3, 4, 5) } }),
      ['length SvcParams.ipv4hint 7'],
      1,
    ],
    ['keys out of order', Uint8Array.of(0, 1, 0, 0, 9, 0, 0, 0, 8, 0, 0), ['order SvcParams.ohttp 7'], 0],
    ['a key twice', Uint8Array.of(0, 1, 0, 0, 9, 0, 0, 0, 9, 0, 0), ['duplicate SvcParams.tls-supported-groups 7'], 0],
    ['an empty ech', httpsRdata(1, '.', { ech: new Uint8Array() }), ['truncated SvcParams.ech.ECHConfigList 7'], 0],
    [
      'an ech cut short',
      httpsRdata(1, '.', { ech: Uint8Array.of(0, 9, 1) }),
      ['truncated SvcParams.ech.ECHConfigList 7'],
      1,
    ],
  ];
  it.each(damaged)('with %s is read as far as it goes', (_, rdata, issues, unread) => {
    const tree = recordOf(rdata);
    expect(issuesOf(tree)).toEqual(issues);
    expect(named(tree.fields, 'unread').reduce((sum, { length }) => sum + length, 0)).toBe(unread);
  });

  it('with a damaged parameter is read on behind it', () => {
    const { fields } = recordOf(httpsRdata(1, '.', { other: { 3: Uint8Array.of(1) }, ech: echListOf() }));
    expect(named(fields, 'public_name')[0]?.value).toBe('cover.example');
  });

  it('tells of a damaged parameter and of a damaged list both', () => {
    const ech = echListOf({ publicKey: new Uint8Array() });
    expect(issuesOf(recordOf(httpsRdata(1, '.', { other: { 3: Uint8Array.of(1) }, ech })))).toEqual([
      'length SvcParams.port 7',
      'length SvcParams.ech.ECHConfig[0].public_key 21',
    ]);
  });

  it('of more fields than a page can show ends in one leaf', () => {
    const writer = new ByteWriter().u16(1).u8(0);
    for (let key = 8; key < 9000; key++) writer.u16(key).u16(1).u8(0);
    const tree = recordOf(writer.toBytes());
    expect(issuesOf(tree)[0]).toMatch(/^limit /);
    expect(leaves(tree.fields).length).toBeLessThan(9000);
    expect(tree.fields.at(-1)?.name).toBe('unread');
  });

  it('has as many fields as a page can show, those of its ECH lists included', () => {
    const list = echListOf(...Array.from({ length: 450 }, () => ({})));
    const tree = recordOf(httpsRdata(1, '.', { ech: list, other: { 7: Uint8Array.of(1) } }));
    expect(issuesOf(tree)[0]).toMatch(/^limit /);
    expect(leaves(tree.fields).length).toBeLessThan(9000);
    expect(named(tree.fields, 'SvcParam').at(-1)?.value).toBe('dohpath: 01');
    const writer = new ByteWriter()
      .u16(1)
      .u8(0)
      .u16(5)
      .prefixed16((ech) => ech.bytes(echListOf()));
    for (let key = 8; key < 9000; key++) writer.u16(key).u16(0);
    const full = recordOf(writer.toBytes());
    expect(named(full.fields, 'ECHConfigList')).toEqual([]);
    expect(issuesOf(full)[0]).toMatch(/^limit /);
  });
});

describe('a list of ECH configurations', () => {
  it('is its configs, field by field', () => {
    const { fields, issues } = listOf(echListOf({ extensions: [{ type: 0xfafa, data: Uint8Array.of(1) }] }));
    expect(issues).toEqual([]);
    const [config] = named(fields, 'ECHConfig');
    expect(config?.value).toBe('config_id 7, cover.example');
    const said = leaves(config?.children ?? []).map(({ name, value }) => `${name} ${value}`);
    expect(said.filter((text) => !/^length|HpkePublicKey/.test(text))).toEqual([
      'version RFC 9849 (0xfe0d)',
      'config_id 7',
      'kem_id DHKEM(X25519, HKDF-SHA256) (0x0020)',
      'kdf_id HKDF-SHA256 (0x0001)',
      'aead_id AES-128-GCM (0x0001)',
      'maximum_name_length 0',
      'opaque cover.example',
      'type 0xfafa',
      'opaque 01',
    ]);
  });

  it('shows configs of other versions as bytes', () => {
    const { fields, issues } = listOf(echListOf({ version: 0xfe0a }, {}));
    expect(issues).toEqual([]);
    expect(named(fields, 'version').map(({ value }) => value)).toEqual(['0xfe0a', 'RFC 9849 (0xfe0d)']);
  });

  const configs: [string, EchParts, issue: string][] = [
    ['no public key', { publicKey: new Uint8Array() }, 'length ECHConfig[0].public_key 9'],
    ['no suites', { cipherSuites: [] }, 'length ECHConfig[0].cipher_suites 43'],
    ['no public name', { publicName: '' }, 'length ECHConfig[0].public_name 50'],
    [
      'an extension twice',
      {
        extensions: [
          { type: 9, data: new Uint8Array() },
          { type: 9, data: new Uint8Array() },
        ],
      },
      'duplicate ECHConfig[0].extensions[1].type 70',
    ],
  ];
  it.each(configs)('with %s is whole and has an issue', (_, parts, issue) => {
    const tree = listOf(echListOf(parts, {}));
    expect(issuesOf(tree)).toEqual([issue]);
    expect(named(tree.fields, 'unread')).toEqual([]);
  });

  it('with one config damaged is read on at the next', () => {
    const broken = echConfigOf();
    broken[8] = 0xff;
    const list = new ByteWriter().prefixed16((w) => w.bytes(broken).bytes(echConfigOf({ configId: 8 }))).toBytes();
    const tree = listOf(list);
    expect(issuesOf(tree)).toEqual(['truncated ECHConfig[0].public_key 11']);
    expect(named(tree.fields, 'config_id').map(({ value }) => value)).toEqual(['7', '8']);
    expect(named(tree.fields, 'unread')).toHaveLength(1);
  });

  it('of more fields than a page can show ends in one leaf, and says so', () => {
    const tree = listOf(echListOf(...Array.from({ length: 900 }, () => ({}))));
    expect(issuesOf(tree)[0]).toMatch(/^limit /);
    expect(tree.fields.map(({ name }) => name)).toEqual(['ECHConfigList', 'unread']);
  });

  it('keeps what cannot be read inside, apart from what is left over behind it', () => {
    const list = Uint8Array.of(...echListOf(), 1, 2);
    list[5] = 0xff;
    const { fields, issues } = listOf(list);
    expect(issues).toEqual([{ kind: 'trailing', field: 'ECHConfigList', offset: list.length - 2 }]);
    expect(fields.map(({ name, length }) => [name, length])).toEqual([
      ['ECHConfigList', list.length - 2],
      ['unread', 2],
    ]);
    expect(named(fields, 'unread')).toHaveLength(2);
  });

  it('that cannot be read to its last field says nothing in short', () => {
    const cut = echListOf({ extensions: [{ type: 9, data: Uint8Array.of(1, 2) }] });
    cut[cut.length - 3] = 9;
    const tree = listOf(cut);
    expect(issuesOf(tree)).toEqual([`truncated ECHConfig[0].extensions[0].data ${cut.length - 2}`]);
    expect(named(tree.fields, 'ECHConfig')[0]?.value).toBeUndefined();
  });

  it('is covered and has an issue wherever it is cut', () => {
    const list = echListOf({ extensions: [{ type: 9, data: Uint8Array.of(1, 2) }] }, {});
    for (let length = 0; length < list.length; length++)
      expect(listOf(list.subarray(0, length)).issues).toHaveLength(1);
  });
});
