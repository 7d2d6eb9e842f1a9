// Every kind of ECHConfigList that a client could refuse, misread or make no use of, and the sets of HTTPS records that measure-rows.ts
// serves with them. No server has the keys: what counts is the ClientHello.

import { uint, vector } from './bytes.ts';
import { type EchConfigFields, echConfig } from './ech-config.ts';
import { encodeServiceBinding, type ServiceBinding } from './service-binding.ts';

const ODD_NAME = 'odd.example';
const OTHER_NAME = 'other.example';
/** Any 32 bytes that are not of low order are a public key of X25519. */
const KEY = Buffer.from(Array.from({ length: 32 }, (_, at) => at + 9));
/** The base point: a key that P-256 takes. */
const P256_KEY = Buffer.from(
  '046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5',
  'hex',
);
const P256 = 0x0010;
const X25519 = 0x0020;
const UNKNOWN = 0x7a7a;

const suites = (...ids: [kdfId: number, aeadId: number][]) => ids.map(([kdfId, aeadId]) => ({ kdfId, aeadId }));
const AES = suites([1, 1]);
const base: EchConfigFields = { configId: 1, publicKey: KEY, publicName: ODD_NAME, cipherSuites: AES };
const good = echConfig({ ...base, configId: 2, publicName: OTHER_NAME });

const config = (fields: Partial<EchConfigFields> = {}) => echConfig({ ...base, ...fields });
const list = (...configs: Uint8Array[]) => vector(2, ...configs);
const odd = (fields: Partial<EchConfigFields>) => list(config(fields));
const thenGood = (fields: Partial<EchConfigFields>) => list(config(fields), good);
const change = (bytes: Buffer, at: number, by: number) => {
  const changed = Buffer.from(bytes);
  changed.writeUInt8((changed[at] ?? 0) + by, at);
  return changed;
};

/** A config whose cipher_suites are these bytes. */
const withSuites = (bytes: Uint8Array, { kemId = X25519, publicKey = KEY } = {}) =>
  Buffer.concat([
    uint(2, 0xfe0d),
    vector(
      2,
      uint(1, base.configId),
      uint(2, kemId),
      vector(2, publicKey),
      vector(2, bytes),
      uint(1, 0),
      vector(1, Buffer.from(ODD_NAME)),
      vector(2),
    ),
  ]);

/** A config whose extensions are these bytes. */
const withExtensions = (bytes: number[], publicName = ODD_NAME) => {
  const whole = config({ publicName });
  return Buffer.concat([uint(2, 0xfe0d), vector(2, whole.subarray(4, -2), vector(2, Buffer.from(bytes)))]);
};

const names: Record<string, string> = {
  underscore: 'a_b.example',
  'a hyphen first': '-a.example',
  'a hyphen last': 'a-.example',
  'a space': 'a b.example',
  'a byte above 127': 'b\u00fccher.example',
  'two dots': 'a..example',
  'a dot first': '.example',
  'a dot last': 'odd.example.',
  'one label': 'odd',
  'an IPv4 address': '192.0.2.1',
  'a hexadecimal number': '0xc0000201',
  'an overflowing IPv4 address': '256.255.255.255',
  'digits last': 'odd.example.1',
  'hexadecimal last': 'odd.0x1f',
  'an IPv6 address': '[2001:db8::1]',
  'a label of 63 bytes': `${'a'.repeat(63)}.example`,
  'a label of 64 bytes': `${'a'.repeat(64)}.example`,
  'an IPv4 address of three parts': '192.0.513',
  'an octal IPv4 address': '0300.0.02.01',
  'five numbers': '0.0.0.0.0',
  '0x last': 'odd.0x',
  empty: '',
  '253 bytes': `${'a.'.repeat(126)}a`,
  '254 bytes': `${'a.'.repeat(126)}ab`,
  '255 bytes': `${'a.'.repeat(127)}b`,
};

/** Two suites that everybody knows, cut off after so many bytes. */
const suiteBytes = (length: number) => Buffer.from('000100010001000300010002', 'hex').subarray(0, length);

/** By what is odd about them. */
const ODD_LISTS: Record<string, Buffer> = {
  good: odd({}),
  'no bytes': Buffer.alloc(0),
  'empty list': list(),
  'cut off': odd({}).subarray(0, -5),
  'cut off, lengths right': list(config().subarray(0, -5)),
  'length one too small': change(odd({}), 1, -1),
  'length one too big': change(odd({}), 1, 1),
  'a byte behind the list': Buffer.concat([odd({}), Buffer.of(0)]),
  'a byte behind the config': list(config(), Buffer.of(0)),
  'a byte inside, behind the extensions': list(
    Buffer.concat([uint(2, 0xfe0d), vector(2, config().subarray(4), Buffer.of(0))]),
  ),
  'good, then another damaged': list(config(), good.subarray(0, -5)),
  'unknown version': odd({ version: 0xfe0e }),
  'unknown version, then good': thenGood({ version: 0xfe0e }),
  ...Object.fromEntries(
    Object.entries(names).map(([what, publicName]) => [`public_name: ${what}`, odd({ publicName })]),
  ),
  'public_name: underscore, then good': thenGood({ publicName: 'a_b.example' }),
  'public_name: a space, then good': thenGood({ publicName: 'a b.example' }),
  'public_name: an IPv4 address, then good': thenGood({ publicName: '192.0.2.1' }),
  'public_name: empty, then good': thenGood({ publicName: '' }),
  'an unknown extension': odd({ extensions: [{ type: 0x1234, data: Buffer.of(1) }] }),
  'a mandatory extension': odd({ extensions: [{ type: 0x8001, data: Buffer.of(1) }] }),
  'a mandatory extension, then good': thenGood({ extensions: [{ type: 0x8001, data: Buffer.of(1) }] }),
  'the same extension twice': odd({
    extensions: [
      { type: 0x1234, data: Buffer.of(1) },
      { type: 0x1234, data: Buffer.of(1) },
    ],
  }),
  'a mandatory extension twice': odd({
    extensions: [
      { type: 0x8001, data: Buffer.of(1) },
      { type: 0x8001, data: Buffer.of(1) },
    ],
  }),
  'the same extension twice, then good': thenGood({
    extensions: [
      { type: 0x1234, data: Buffer.of(1) },
      { type: 0x1234, data: Buffer.of(1) },
    ],
  }),
  'an extension that overruns': list(withExtensions([0x12, 0x34, 0, 9, 1])),
  'an extension that overruns, then a mandatory one': list(withExtensions([0x12, 0x34, 0, 9, 0x80, 1, 0, 0])),
  'a mandatory extension, and one that overruns': list(withExtensions([0x80, 1, 0, 0, 0x12, 0x34, 0, 9, 1])),
  'a mandatory extension, and one without data': list(withExtensions([0x80, 0, 0, 0, 0, 1, 0, 9])),
  'a mandatory extension that overruns': list(withExtensions([0x80, 1, 0, 9, 1])),
  'public_name: underscore, and an extension that overruns': list(withExtensions([0x12, 0x34, 0, 9, 1], 'a_b.example')),
  ...Object.fromEntries(
    [0, 1, 2, 3, 5, 6, 7, 9, 10, 11].map((length) => [
      `cipher_suites of ${length} bytes`,
      list(withSuites(suiteBytes(length))),
    ]),
  ),
  'cipher_suites of 0 bytes, then good': list(withSuites(suiteBytes(0)), good),
  'cipher_suites of 2 bytes, then good': list(withSuites(suiteBytes(2)), good),
  'cipher_suites of 3 bytes, then good': list(withSuites(suiteBytes(3)), good),
  'cipher_suites of 6 bytes, then good': list(withSuites(suiteBytes(6)), good),
  'cipher_suites of 10 bytes, the first unknown': list(withSuites(Buffer.from('7a7a0001000100010001', 'hex'))),
  'cipher_suites of 10 bytes, unknown KEM': list(withSuites(suiteBytes(10), { kemId: UNKNOWN })),
  'cipher_suites of 6 bytes, key of 0 bytes': list(withSuites(suiteBytes(6), { publicKey: Buffer.alloc(0) })),
  'good, then cipher_suites of 6 bytes': list(good, withSuites(suiteBytes(6))),
  'cipher_suites of 6 bytes, unknown KEM': list(withSuites(suiteBytes(6), { kemId: UNKNOWN })),
  'cipher_suites of 6 bytes, unknown KEM, then good': list(withSuites(suiteBytes(6), { kemId: UNKNOWN }), good),
  'cipher_suites of 6 bytes, unknown': list(withSuites(Buffer.from('7a7a00010001', 'hex'))),
  'cipher_suites of 6 bytes, unknown, then good': list(withSuites(Buffer.from('7a7a00010001', 'hex')), good),
  'unknown KEM': odd({ kemId: UNKNOWN }),
  'unknown KEM, then good': thenGood({ kemId: UNKNOWN }),
  'unknown KEM, empty key': odd({ kemId: UNKNOWN, publicKey: Buffer.alloc(0) }),
  'unknown KEM, empty key, then good': thenGood({ kemId: UNKNOWN, publicKey: Buffer.alloc(0) }),
  'P-256': odd({ kemId: P256, publicKey: P256_KEY }),
  'P-256, then good': thenGood({ kemId: P256, publicKey: P256_KEY }),
  'X25519 key of 0 bytes': odd({ publicKey: Buffer.alloc(0) }),
  'X25519 key of 0 bytes, then good': thenGood({ publicKey: Buffer.alloc(0) }),
  'good, then X25519 key of 0 bytes': list(good, config({ publicKey: Buffer.alloc(0) })),
  'X25519 key of 0 bytes, unknown suite': odd({ publicKey: Buffer.alloc(0), cipherSuites: suites([UNKNOWN, 1]) }),
  'X25519 key of 1 byte': odd({ publicKey: KEY.subarray(31) }),
  'X25519 key of 31 bytes': odd({ publicKey: KEY.subarray(1) }),
  'X25519 key of 31 bytes, then good': thenGood({ publicKey: KEY.subarray(1) }),
  'X25519 key of 33 bytes': odd({ publicKey: Buffer.concat([KEY, Buffer.of(1)]) }),
  'X25519 key of zeros': odd({ publicKey: Buffer.alloc(32) }),
  'X25519 key of zeros, then good': thenGood({ publicKey: Buffer.alloc(32) }),
  'X25519 key of low order': odd({ publicKey: Buffer.concat([Buffer.of(1), Buffer.alloc(31)]) }),
  'unknown KDF': odd({ cipherSuites: suites([UNKNOWN, 1]) }),
  'unknown AEAD': odd({ cipherSuites: suites([1, UNKNOWN]) }),
  'unknown KDF, then AES-128-GCM': odd({ cipherSuites: suites([UNKNOWN, 1], [1, 1]) }),
  'unknown KDF, then a good config': thenGood({ cipherSuites: suites([UNKNOWN, 1]) }),
  'HKDF-SHA384': odd({ cipherSuites: suites([2, 1]) }),
  'HKDF-SHA512': odd({ cipherSuites: suites([3, 1]) }),
  'AES-256-GCM': odd({ cipherSuites: suites([1, 2]) }),
  ChaCha20Poly1305: odd({ cipherSuites: suites([1, 3]) }),
  'export-only AEAD': odd({ cipherSuites: suites([1, 0xffff]) }),
  'maximum_name_length 1': odd({ maximumNameLength: 1 }),
  'maximum_name_length 255': odd({ maximumNameLength: 255 }),
};

/** A good list under another name than the odd ones. */
const OTHER = 'other';
const NO_ECH = 'no ech';
const HTTP3 = 'good, over HTTP/3 alone';
const HTTP2 = 'good, over HTTP/2 alone';
const HTTP3_AND_2 = 'good, over HTTP/3 and HTTP/2 alone';
const HTTP3_NO_ECH = 'no ech, over HTTP/3 alone';
const HTTP2_NO_ECH = 'no ech, over HTTP/2 alone';
const ZEROS = 'X25519 key of zeros';

/** Records, from TargetName to the end of their parameters: their place in the set gives them their priority. */
export const RECORDS: Record<string, Buffer> = Object.fromEntries(
  Object.entries<ServiceBinding>({
    ...Object.fromEntries(Object.entries(ODD_LISTS).map(([odd, ech]) => [odd, { ech }])),
    [OTHER]: { ech: list(good) },
    [NO_ECH]: {},
    [HTTP3]: { alpn: ['h3'], noDefaultAlpn: true, ech: odd({}) },
    [HTTP2]: { noDefaultAlpn: true, ech: odd({}) },
    [HTTP3_AND_2]: { alpn: ['h3', 'h2'], noDefaultAlpn: true, ech: odd({}) },
    [HTTP3_NO_ECH]: { alpn: ['h3'], noDefaultAlpn: true },
    [HTTP2_NO_ECH]: { noDefaultAlpn: true },
  }).map(([name, binding]) => [name, encodeServiceBinding({ alpn: ['h2'], ...binding }).subarray(2)]),
);

/** Sets of records by their names, by rising priority: each odd one alone and in both places of two, and what browsers go on to. */
export const SETS: readonly (readonly string[])[] = [
  ...Object.keys(ODD_LISTS).flatMap((odd) => [[odd], [odd, OTHER], [OTHER, odd], [odd, NO_ECH], [NO_ECH, odd]]),
  [ZEROS, 'unknown KEM'],
  [ZEROS, 'empty list'],
  [ZEROS, 'no bytes'],
  [ZEROS, 'X25519 key of 31 bytes'],
  ['unknown KEM', ZEROS],
  ['empty list', ZEROS],
  ['no bytes', ZEROS],
  [ZEROS, OTHER, NO_ECH],
  [ZEROS, OTHER, 'unknown KEM'],
  [OTHER, ZEROS, NO_ECH],
  [OTHER, ZEROS, 'unknown KEM'],
  [OTHER, ZEROS, 'good'],
  [OTHER, 'good', 'unknown KEM'],
  [OTHER, 'good', NO_ECH],
  ['no bytes', OTHER, NO_ECH],
  [HTTP3],
  [HTTP3, OTHER],
  [OTHER, HTTP3],
  [HTTP3, NO_ECH],
  [NO_ECH, HTTP3],
  [HTTP3, 'unknown KEM'],
  [HTTP3, OTHER, NO_ECH],
  [OTHER, HTTP3, NO_ECH],
  [NO_ECH, HTTP3, OTHER],
  [HTTP2],
  [HTTP3_AND_2],
  [HTTP2, HTTP3],
  [HTTP2, OTHER],
  [HTTP2, HTTP2_NO_ECH],
  [HTTP2_NO_ECH, OTHER],
  [HTTP3_NO_ECH],
  [HTTP3_NO_ECH, 'good'],
];

/** RDATA of the records of a set. */
export const recordsOf = (set: readonly string[]): Buffer[] =>
  set.map((name, at) => Buffer.concat([uint(2, at + 1), RECORDS[name] as Buffer]));
