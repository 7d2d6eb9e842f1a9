// The tree of a hello's fields: names, values, where they are, and what becomes of a hello that is broken.

import { describe, expect, it } from 'vitest';
import { decodeHex } from '../../../src/bytes/hex.ts';
import { type FieldNode, textOf } from '../../../src/dissect/field-tree.ts';
import { readFieldTree, readInnerFieldTree, readTlsRecordTree } from '../../../src/dissect/hello-fields.ts';
import { type ClientHello, type Extension, encodeClientHello } from '../../../src/hello/client-hello.ts';
import { buildEchHello, buildGreaseHello } from '../../../src/hello/compose.ts';
import { extensionName, extensionType, isGrease, isGreaseMode } from '../../../src/hello/extension-types.ts';
import { recordOf } from '../../../src/hello/record.ts';
import { expectCovered, expectWholeTree } from '../hello/coverage.ts';
import {
  countingRandomness,
  helloOf,
  okValue,
  outerExtensions,
  serverKeyOf,
  serverName,
  versions,
} from '../hello/hellos.ts';

const messageOf = (parts: Partial<ClientHello> = {}) => encodeClientHello(helloOf(parts));

/** Every node of that name, wherever it stands. */
const named = (nodes: readonly FieldNode[], name: string): FieldNode[] =>
  nodes.flatMap((node) => [...(node.name === name ? [node] : []), ...named(node.children ?? [], name)]);

const leaves = (nodes: readonly FieldNode[]): FieldNode[] =>
  nodes.flatMap((node) => (node.children ? leaves(node.children) : [node]));

const bytesOf = (hex: string) => okValue(decodeHex(hex.replaceAll(' ', '')));

/** What the tree says of one extension: its summary, and `name=value` of each leaf of its body. */
function saidOf({ type, data }: Extension) {
  const [extension] = named(expectWholeTree(messageOf({ extensions: [{ type, data }] })), 'Extension');
  const [body] = named(extension?.children ?? [], 'extension_data');
  return [extension?.value, ...leaves(body?.children?.slice(1) ?? []).map(({ name, value }) => `${name}=${value}`)];
}

it('names the fields of RFC 8446 §4.1.2 in order', () => {
  const [type, length, hello, ...more] = expectWholeTree(messageOf());
  expect([type?.value, length?.name, hello?.name, more]).toEqual(['client_hello (0x01)', 'length', 'ClientHello', []]);
  expect(hello?.children?.map(({ name, offset, length: bytes }) => [name, offset, bytes])).toEqual([
    ['legacy_version', 4, 2],
    ['random', 6, 32],
    ['legacy_session_id', 38, 33],
    ['cipher_suites', 71, 4],
    ['legacy_compression_methods', 75, 2],
    ['extensions', 77, 33],
  ]);
});

it('says where the name is', () => {
  const message = messageOf();
  const [name] = named(expectWholeTree(message), 'HostName');
  expect(name?.value).toBe('www.example.com');
  const { offset = 0, length = 0 } = name ?? {};
  expect(String.fromCharCode(...message.subarray(offset, offset + length))).toBe('www.example.com');
});

it('is plain JSON', () => {
  const fields = expectWholeTree(messageOf());
  expect(JSON.parse(JSON.stringify(fields))).toEqual(fields);
});

describe('extensions', () => {
  it.each<[number, string, unknown[]]>([
    [0, '0004 00 0001 61', ['server_name: a', 'length=4', 'name_type=host_name (0x00)', 'length=1', 'HostName=a']],
    [5, '01 0000 0000', ['status_request: ocsp (0x01)', 'status_type=ocsp (0x01)', 'length=0', 'length=0']],
    [5, '02 aabb', ['status_request', 'status_type=0x02', 'request=aabb']],
    [
      10,
      '0004 0a0a 001d',
      [
        'supported_groups: GREASE (0x0a0a), x25519 (0x001d)',
        'length=4',
        'NamedGroup=GREASE (0x0a0a)',
        'NamedGroup=x25519 (0x001d)',
      ],
    ],
    [11, '01 00', ['ec_point_formats: uncompressed (0x00)', 'length=1', 'ECPointFormat=uncompressed (0x00)']],
    [
      13,
      '0002 0403',
      [
        'signature_algorithms: ecdsa_secp256r1_sha256 (0x0403)',
        'length=2',
        'SignatureScheme=ecdsa_secp256r1_sha256 (0x0403)',
      ],
    ],
    [16, '0003 02 6832', ['application_layer_protocol_negotiation: h2', 'length=3', 'length=2', 'opaque=h2']],
    [21, '0000', ['padding: 0000', 'padding=0000']],
    [
      27,
      '02 0002',
      ['compress_certificate: brotli (0x0002)', 'length=2', 'CertificateCompressionAlgorithm=brotli (0x0002)'],
    ],
    [28, '4001', ['record_size_limit: 16385', 'RecordSizeLimit=16385']],
    [
      41,
      '0008 0002 aabb 00000001 0003 02 cccc',
      [
        'pre_shared_key',
        'length=8',
        'length=2',
        'opaque=aabb',
        'obfuscated_ticket_age=00000001',
        'length=3',
        'length=2',
        'opaque=cccc',
      ],
    ],
    [
      43,
      '04 0304 0303',
      [
        'supported_versions: TLS 1.3 (0x0304), TLS 1.2 (0x0303)',
        'length=4',
        'ProtocolVersion=TLS 1.3 (0x0304)',
        'ProtocolVersion=TLS 1.2 (0x0303)',
      ],
    ],
    [44, '0001 07', ['cookie: 07', 'length=1', 'opaque=07']],
    [
      45,
      '02 01 0b',
      [
        'psk_key_exchange_modes: psk_dhe_ke (0x01), GREASE (0x0b)',
        'length=2',
        'PskKeyExchangeMode=psk_dhe_ke (0x01)',
        'PskKeyExchangeMode=GREASE (0x0b)',
      ],
    ],
    [
      51,
      '0005 001d 0001 09',
      ['key_share: x25519 (0x001d)', 'length=5', 'group=x25519 (0x001d)', 'length=1', 'opaque=09'],
    ],
    [0xff01, '00', ['renegotiation_info', 'length=0']],
    [
      0xfd00,
      '02 000a',
      ['ech_outer_extensions: supported_groups (0x000a)', 'length=2', 'ExtensionType=supported_groups (0x000a)'],
    ],
    [0xfe0d, '01', ['encrypted_client_hello: inner', 'type=inner (0x01)']],
    [
      0xfe0d,
      '00 0001 0003 4d 0001 aa 0001 bb',
      [
        'encrypted_client_hello: outer, config_id 77',
        'type=outer (0x00)',
        'kdf_id=HKDF-SHA256 (0x0001)',
        'aead_id=ChaCha20Poly1305 (0x0003)',
        'config_id=77',
        'length=1',
        'opaque=aa',
        'length=1',
        'opaque=bb',
      ],
    ],
    [23, '', ['extended_main_secret']],
    [0x1a1a, '00', ['GREASE (0x1a1a)', 'opaque=00']],
    [40_000, 'aabb', ['0x9c40: aabb', 'opaque=aabb']],
  ])('%i', (type, hex, said) => expect(saidOf({ type, data: bytesOf(hex) })).toEqual(said));

  it('are all named by the registry, 0 to 62 but for the two reserved', () => {
    const unnamed = Array.from({ length: 64 }, (_, type) => type).filter((type) => !extensionName(type));
    expect(unnamed).toEqual([40, 46, 63]);
    for (const type of Object.values(extensionType)) expect(extensionName(type)).toBeDefined();
    expect([extensionName(57), extensionName(58)]).toEqual(['quic_transport_parameters', 'ticket_request']);
  });

  it('GREASE is the values of RFC 8701 §2 and no other', () => {
    const all = Array.from({ length: 0x10000 }, (_, value) => value);
    expect(all.filter(isGrease)).toEqual(Array.from({ length: 16 }, (_, i) => i * 0x1010 + 0x0a0a));
    expect(all.filter(isGreaseMode)).toEqual([0x0b, 0x2a, 0x49, 0x68, 0x87, 0xa6, 0xc5, 0xe4]);
    const marked = named(expectWholeTree(messageOf({ cipherSuites: [0x2a2a, 0x1301] })), 'CipherSuite');
    expect(marked.map(({ grease }) => grease)).toEqual([true, undefined]);
  });
});

describe('a broken hello', () => {
  const brokenName = { type: 0, data: Uint8Array.of(0, 9, 0, 0, 1, 97) };

  it.each<[string, Extension, object]>([
    [
      'a list that overruns',
      brokenName,
      { kind: 'truncated', field: 'extensions[0].server_name.server_name_list', offset: 85 },
    ],
    [
      'a name of another type',
      { type: 0, data: bytesOf('0004 01 0001 61') },
      { kind: 'value', field: 'extensions[0].server_name.name_type', offset: 85 },
    ],
    [
      'no name in a list of names',
      { type: 0, data: bytesOf('0000') },
      { kind: 'truncated', field: 'extensions[0].server_name.name_type', offset: 85 },
    ],
    [
      'a second name of one type',
      { type: 0, data: bytesOf('0008 00 0001 61 00 0001 62') },
      { kind: 'trailing', field: 'extensions[0].server_name.server_name_list', offset: 89 },
    ],
    [
      'half a type among outer extensions',
      { type: 0xfd00, data: bytesOf('03 000a 00') },
      { kind: 'length', field: 'extensions[0].ech_outer_extensions.OuterExtensions', offset: 83 },
    ],
    [
      'bytes behind a list',
      { type: 45, data: bytesOf('01 01 00') },
      { kind: 'trailing', field: 'extensions[0].psk_key_exchange_modes', offset: 85 },
    ],
    [
      'half a number',
      { type: 10, data: bytesOf('0003 001d 00') },
      { kind: 'truncated', field: 'extensions[0].supported_groups.NamedGroup', offset: 87 },
    ],
    [
      'padding that is not zero',
      { type: 21, data: bytesOf('0001') },
      { kind: 'value', field: 'extensions[0].padding', offset: 84 },
    ],
    [
      'an unknown ECH type',
      { type: 0xfe0d, data: bytesOf('02') },
      { kind: 'value', field: 'extensions[0].encrypted_client_hello.type', offset: 83 },
    ],
    [
      'ECH without a payload',
      { type: 0xfe0d, data: bytesOf('00 0001 0001 07 0000 0000') },
      { kind: 'length', field: 'extensions[0].encrypted_client_hello.payload', offset: 91 },
    ],
  ])('shows %s as unread, and goes on', (_name, extension, error) => {
    const message = messageOf({ extensions: [extension, versions(0x0304)] });
    const read = readFieldTree(message);
    expect(read.issues).toMatchObject([error]);
    expectCovered(read.fields, message.length);
    const [first, second] = named(read.fields, 'Extension');
    expect(named([first as FieldNode], 'unread')).toHaveLength(1);
    expect(second?.value).toContain('TLS 1.3');
  });

  it('is what decodeClientHello says that it is, and shows what could be read', () => {
    const message = messageOf({ extensions: [serverName('a'), serverName('b')] });
    const read = readFieldTree(message);
    expect(read).toMatchObject({ issues: [{ kind: 'duplicate', field: 'extension_type', offset: 89 }] });
    expect(named(read.fields, 'HostName').map(({ value }) => value)).toEqual(['a', 'b']);
  });

  it('keeps what came before, at every truncation', () => {
    const message = messageOf();
    const whole = leaves(expectWholeTree(message)).slice(2);
    for (let length = 0; length < message.length; length++) {
      const read = readFieldTree(message.slice(0, length));
      expect(read.issues[0]?.kind).toBe('truncated');
      expectCovered(read.fields, length);
      const before = whole.filter(({ offset, length: bytes }) => offset + bytes <= length);
      const kept = leaves(read.fields).filter(({ name }) => name !== 'unread');
      // Inside a structure whose length is not there, its last fields are not taken apart.
      expect(kept.slice(2).every(({ offset }, i) => offset === before[i]?.offset)).toBe(true);
    }
  });

  it.each([
    ['too long', 1, { kind: 'truncated', field: 'ClientHello', offset: 4 }],
    ['too short', -1, { kind: 'trailing', field: 'Handshake' }],
  ])('whose length is %s is read all the same', (_, by, error) => {
    const message = messageOf();
    message[3] = (message[3] as number) + by;
    const read = readFieldTree(message);
    expect(read.issues).toMatchObject([error]);
    expectCovered(read.fields, message.length);
    expect(named(read.fields, 'CipherSuite')).toHaveLength(1);
  });

  it('of another message is one byte and the rest', () => {
    const read = readFieldTree(Uint8Array.of(2, 0, 0, 1, 9));
    expect(read).toMatchObject({ issues: [{ kind: 'value', field: 'msg_type' }] });
    expect(read.fields.map(({ name, length }) => [name, length])).toEqual([
      ['msg_type', 1],
      ['unread', 4],
    ]);
  });

  it('with more fields than a page can show says so', () => {
    const message = messageOf({ cipherSuites: new Array(30_000).fill(0x1301) });
    const read = readFieldTree(message);
    expect(read).toMatchObject({ issues: [{ kind: 'limit' }] });
    expectCovered(read.fields, message.length);
  });
});

describe('a TLS record', () => {
  const message = messageOf();

  it('has the fields of its message in its fragment, with offsets in the record', () => {
    const record = recordOf(message);
    const { fields, issues } = readTlsRecordTree(record);
    expect(issues).toEqual([]);
    expectCovered(fields, record.length);
    expect(fields.map(({ name, offset, value }) => [name, offset, value])).toEqual([
      ['type', 0, 'handshake (0x16)'],
      ['legacy_record_version', 1, 'TLS 1.0 (0x0301)'],
      ['length', 3, String(message.length)],
      ['fragment', 5, undefined],
    ]);
    const [name] = named(fields, 'HostName');
    const { offset = 0, length = 0 } = name ?? {};
    expect(String.fromCharCode(...record.subarray(offset, offset + length))).toBe('www.example.com');
  });

  it('of another type, or that is cut short, is shown as far as it goes', () => {
    const record = recordOf(message);
    for (const bytes of [Uint8Array.of(23, ...record.subarray(1)), record.subarray(0, 60)]) {
      const read = readTlsRecordTree(bytes);
      expect(read.issues[0]?.field).toMatch(/^TLSPlaintext/);
      expectCovered(read.fields, bytes.length);
    }
  });

  it('with a broken message says where', () => {
    const read = readTlsRecordTree(recordOf(messageOf({ extensions: [serverName('a'), serverName('b')] })));
    expect(read).toMatchObject({ issues: [{ kind: 'duplicate', field: 'extension_type', offset: 5 + 89 }] });
    const body = readTlsRecordTree(recordOf(messageOf({ extensions: [{ type: 21, data: Uint8Array.of(1) }] })));
    expect(body).toMatchObject({ issues: [{ kind: 'value', field: 'extensions[0].padding', offset: 5 + 83 }] });
  });
});

describe('the two hellos of the inspect page', () => {
  it('cover every byte, outside and inside', async () => {
    const { config } = serverKeyOf({ maximumNameLength: 64 });
    const request = { host: 'secret.example', randomness: countingRandomness() };
    const built = await buildEchHello({ ...request, config, suite: { kdfId: 1, aeadId: 1 }, compress: true });
    expect(named(expectWholeTree(built.outer), 'HostName')[0]?.value).toBe('cover.example');
    const inner = expectWholeTree(built.encodedInner, 'EncodedClientHelloInner');
    expect(named(inner, 'HostName')[0]?.value).toBe('secret.example');
    expect(inner.at(-1)).toMatchObject({ name: 'zeros', length: built.paddingLength });
    expectWholeTree(await buildGreaseHello(request));
  });

  it('say that the inner one has no session id of its own', () => {
    expect(readInnerFieldTree(messageOf().subarray(4))).toMatchObject({
      issues: [{ kind: 'length', field: 'legacy_session_id', offset: 34 }],
    });
  });

  it('say where padding is not zero', () => {
    const body = messageOf({ legacySessionId: new Uint8Array(), extensions: [outerExtensions(10)] }).subarray(4);
    const encoded = Uint8Array.of(...body, 0, 1);
    const at = encoded.length - 1;
    expect(readInnerFieldTree(encoded)).toMatchObject({ issues: [{ kind: 'value', field: 'zeros', offset: at }] });
  });
});

it('text of strangers is printable ASCII', () => {
  expect(textOf(Uint8Array.of(0x61, 0x20, 0x5c, 0xe2, 0x80, 0xae))).toBe('a\\x20\\x5c\\xe2\\x80\\xae');
});

it('values hold no words of a language: what is long is cut', () => {
  const cipherSuites = Array.from({ length: 9 }, () => 0x1301);
  const fields = expectWholeTree(messageOf({ cipherSuites, extensions: [{ type: 9999, data: new Uint8Array(33) }] }));
  expect(named(fields, 'cipher_suites')[0]?.value).toMatch(/^TLS_AES_128_GCM_SHA256 \(0x1301\), .*, …$/);
  expect(named(fields, 'opaque').at(-1)?.value).toBe(`${'00'.repeat(32)}…`);
});
