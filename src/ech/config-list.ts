// ECHConfigList (RFC 9849 §4), read without loss: configs of other versions are kept and marked, and what is wrong with a
// config is attached to it as issues with field and offset. A syntax error spoils the list, yet what could be read is handed
// back with it, since TLS libraries do not agree on what is a syntax error.

import { ByteReader, decode } from '../bytes/byte-reader.ts';
import type { DecodeError, DecodeErrorKind } from '../shared/decode-error.ts';
import { err, ok, type Result } from '../shared/result.ts';

/** RFC 9849 §4: the only version that we know. */
export const echVersion = 0xfe0d;

export interface CipherSuite {
  kdfId: number;
  aeadId: number;
}

export interface EchExtension {
  type: number;
  data: Uint8Array;
  /** RFC 9849 §4.2: the high bit says that a client which does not know it must ignore the config. */
  mandatory: boolean;
  /** RFC 9849 §11.3: a reserved type, there so that clients stay tolerant. */
  grease: boolean;
  offset: number;
}

export interface EchConfigContents {
  configId: number;
  kemId: number;
  publicKey: Uint8Array;
  cipherSuites: CipherSuite[];
  maximumNameLength: number;
  /** As bytes of any value, one character each. */
  publicName: string;
  extensions: EchExtension[];
}

export interface EchConfig {
  version: number;
  /** Of ECHConfig.contents, as its length field says. */
  length: number;
  /** Of the ECHConfig in the list's bytes. */
  offset: number;
  /** The whole ECHConfig, version and length included: HPKE's `info` needs it as it came (RFC 9849 §6.1). */
  raw: Uint8Array;
  /** Absent for a version that we do not know, and for contents that cannot be read. */
  contents?: EchConfigContents;
  /** Where this config breaks a rule of §4 or §4.2. */
  issues: DecodeError[];
}

export interface EchConfigList {
  configs: EchConfig[];
}

/** The first syntax error, and what could be read before (or, when `complete`, despite) it. */
export interface EchConfigListError extends DecodeError {
  configs: EchConfig[];
  /** The contents of every config could be read; `issues` tell what is wrong inside. */
  complete: boolean;
}

/** RFC 9849 §11.3: 0x0000, 0x1a1a, 0x2a2a … 0xfafa. */
const isGreaseType = (type: number) =>
  type === 0 || ((type & 0x0f0f) === 0x0a0a && type >> 8 === (type & 0xff) && type > 0x0a0a);

/**
 * The contents around them are whole even when an extension overruns, so that is noted like an empty list. Field names are
 * those inside the config; its own name is put before them only when there is something to tell.
 */
function readExtensions(reader: ByteReader, issues: DecodeError[]): EchExtension[] {
  const extensions: EchExtension[] = [];
  if (reader.remaining === 0) return extensions;
  const seen = new Set<number>();
  const read = decode(() => {
    while (reader.remaining > 0) {
      const offset = reader.offset;
      reader.open('ECHConfigExtension');
      const type = reader.u16('type');
      reader.open('data');
      const length = reader.u16('length');
      const data = reader.take(length, 'data', 'opaque');
      reader.close('data');
      reader.close('ECHConfigExtension');
      // RFC 9849 §4.2: no type twice.
      if (seen.has(type)) issues.push({ kind: 'duplicate', field: `extensions[${extensions.length}].type`, offset });
      seen.add(type);
      extensions.push({ type, data, mandatory: type > 0x7fff, grease: isGreaseType(type), offset });
    }
  });
  if (!read.ok) issues.push({ ...read.error, field: `extensions[${extensions.length}].${read.error.field}` });
  return extensions;
}

/** RFC 9849 §4: whole suites. Half a one at the end goes to `issues`, since NSS may not get that far. */
function readCipherSuites(reader: ByteReader, issues: DecodeError[]): CipherSuite[] {
  const field = 'cipher_suites';
  const at = reader.offset;
  const suites = reader.vector16(field);
  if (suites.remaining % 2) suites.failUnlessLenient('length', field, at);
  const cipherSuites: CipherSuite[] = [];
  while (suites.remaining > 2) {
    suites.open('HpkeSymmetricCipherSuite');
    cipherSuites.push({ kdfId: suites.u16('kdf_id'), aeadId: suites.u16('aead_id') });
    suites.close('HpkeSymmetricCipherSuite');
  }
  if (suites.remaining > 0) {
    const offset = suites.skip(suites.remaining, field, 'opaque');
    issues.push({ kind: 'trailing', field, offset });
  }
  reader.close(field);
  return cipherSuites;
}

/** RFC 9849 §4. Fields that may not be empty but are go to `issues`: reading can go on, and TLS libraries differ here. */
function readContents(reader: ByteReader, issues: DecodeError[]): EchConfigContents {
  const note = (kind: DecodeErrorKind, field: string, offset: number) => issues.push({ kind, field, offset });
  reader.open('key_config');
  const configId = reader.u8('config_id');
  const kemId = reader.u16('kem_id');
  const keyAt = reader.offset;
  const publicKey = reader.opaque16('public_key', 'HpkePublicKey');
  if (publicKey.length === 0) note('length', 'public_key', keyAt);
  const suitesAt = reader.offset;
  const cipherSuites = readCipherSuites(reader, issues);
  if (cipherSuites.length === 0) note('length', 'cipher_suites', suitesAt);
  reader.close('key_config');
  const maximumNameLength = reader.u8('maximum_name_length');
  const nameAt = reader.offset;
  const publicName = reader.vector8('public_name').latin1('opaque');
  reader.close('public_name');
  if (publicName === '') note('length', 'public_name', nameAt);
  const extensionList = reader.vector16('extensions');
  reader.finish('');
  const extensions = readExtensions(extensionList, issues);
  reader.close('extensions');
  return { configId, kemId, publicKey, cipherSuites, maximumNameLength, publicName, extensions };
}

/** Says in which config of the list a field stands; the config itself has no name inside. */
const within = (index: number, { kind, field, offset }: DecodeError): DecodeError => ({
  kind,
  field: field === '' ? `ECHConfig[${index}]` : `ECHConfig[${index}].${field}`,
  offset,
});

/** A version that we do not know is passed over by its length. */
function readConfig(reader: ByteReader, configs: EchConfig[]): void {
  const offset = reader.offset;
  reader.open('ECHConfig');
  const version = reader.u16('version');
  reader.open('contents');
  const contents = reader.sub(reader.u16('length'), 'contents');
  const config: EchConfig = {
    version,
    length: contents.remaining,
    offset,
    raw: reader.bytes.subarray(offset, contents.end),
    issues: [],
  };
  const index = configs.push(config) - 1;
  if (version === echVersion) {
    const read = decode(() => readContents(contents, config.issues));
    if (read.ok) config.contents = read.value;
    else config.issues.push(read.error);
    if (config.issues.length > 0) config.issues = config.issues.map((issue) => within(index, issue));
  } else {
    contents.skip(contents.remaining, 'contents', 'opaque');
  }
  contents.closeBounded('contents');
  reader.close('ECHConfig');
}

/** RFC 9849 §4: a length of 4 to 65,535 that is exactly what follows, then configs that fill it. */
export function readEchConfigList(reader: ByteReader, configs: EchConfig[] = []): void {
  const at = reader.offset;
  reader.open('ECHConfigList');
  const length = reader.u16('ECHConfigList', 'length');
  if (length > reader.remaining) reader.fail('truncated', 'ECHConfigList', at);
  if (length < reader.remaining) reader.failUnlessLenient('trailing', 'ECHConfigList', reader.offset + length);
  if (length < 4) reader.failUnlessLenient('length', 'ECHConfigList', at);
  const list = reader.sub(length, 'ECHConfigList');
  try {
    while (list.remaining > 0) readConfig(list, configs);
  } catch (failure) {
    list.rethrowUnlessLenient(failure);
  }
  list.closeBounded('ECHConfigList');
}

export function decodeEchConfigList(bytes: Uint8Array): Result<EchConfigList, EchConfigListError> {
  const configs: EchConfig[] = [];
  const outcome = decode(() => readEchConfigList(new ByteReader(bytes), configs));
  if (!outcome.ok) {
    const { field } = outcome.error;
    const error = field === 'ECHConfigList' ? outcome.error : within(configs.length, outcome.error);
    return err({ ...error, configs, complete: false });
  }
  // A repeated extension type makes one config unusable; anything else is a syntax error (BoringSSL, rustls and NSS agree).
  const error = configs.flatMap((config) => config.issues).find((issue) => issue.kind !== 'duplicate');
  if (!error) return ok({ configs });
  const complete = configs.every((config) => config.version !== echVersion || config.contents !== undefined);
  return err({ ...error, configs, complete });
}
