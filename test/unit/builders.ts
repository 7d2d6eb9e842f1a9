// Whole structures with one part changed, for the tests of wire, dns, ech, doh and browsers.

import { ByteWriter } from '../../src/bytes/byte-writer.ts';
import { encodeAlpn, encodeMandatory, encodePort, encodeServiceBinding } from '../../src/dns/encode-service-binding.ts';
import { encodeName } from '../../src/dns/names.ts';
import { encodeEchConfig, encodeEchConfigList, type RawEchConfig } from '../helpers/encode-ech-config.ts';

/** Any 32 bytes that are not of low order are a public key of X25519. */
export const publicKey = Uint8Array.from({ length: 32 }, (_, i) => i + 9);

export interface BindingParts {
  mandatory?: number[];
  alpn?: string[];
  noDefaultAlpn?: boolean;
  port?: number;
  ech?: Uint8Array;
  other?: Record<number, Uint8Array>;
}

export function httpsRdata(priority: number, targetName: string, parts: BindingParts = {}): Uint8Array<ArrayBuffer> {
  const values = new Map<number, Uint8Array>();
  if (parts.mandatory) values.set(0, encodeMandatory(parts.mandatory));
  if (parts.alpn) values.set(1, encodeAlpn(parts.alpn));
  if (parts.noDefaultAlpn) values.set(2, new Uint8Array());
  if (parts.port !== undefined) values.set(3, encodePort(parts.port));
  if (parts.ech) values.set(5, parts.ech);
  for (const [key, value] of Object.entries(parts.other ?? {})) values.set(Number(key), value);
  const params = [...values].sort(([a], [b]) => a - b).map(([key, value]) => ({ key, value }));
  const encoded = encodeServiceBinding({ priority, targetName, params });
  if (!encoded.ok) throw new Error(`no such target: ${targetName}`);
  return encoded.value;
}

export interface EchParts extends Partial<Omit<RawEchConfig, 'publicName'>> {
  publicName?: string | Uint8Array;
  version?: number;
}

export function echConfigOf({
  version,
  publicName = 'cover.example',
  ...parts
}: EchParts = {}): Uint8Array<ArrayBuffer> {
  const name = typeof publicName === 'string' ? publicName : String.fromCharCode(...publicName);
  return encodeEchConfig(
    {
      configId: 7,
      kemId: 0x0020,
      publicKey,
      cipherSuites: [{ kdfId: 1, aeadId: 1 }],
      maximumNameLength: 0,
      publicName: name,
      extensions: [],
      ...parts,
    },
    version,
  );
}

export const echListOf = (...configs: EchParts[]): Uint8Array<ArrayBuffer> =>
  encodeEchConfigList((configs.length > 0 ? configs : [{}]).map(echConfigOf));

export interface RecordParts {
  name: string;
  type: number;
  ttl?: number;
  class?: number;
  rdata: Uint8Array;
}

export function nameBytes(name: string): Uint8Array<ArrayBuffer> {
  const encoded = encodeName(name);
  if (!encoded.ok) throw new Error(`no such name: ${name}`);
  return encoded.value;
}

export interface MessageParts {
  name?: string;
  type?: number;
  flags?: number;
  answers?: RecordParts[];
  authorities?: RecordParts[];
  additionals?: RecordParts[];
}

/** A response to an HTTPS question, uncompressed. */
export function messageOf(parts: MessageParts = {}): Uint8Array<ArrayBuffer> {
  const {
    name = 'www.example.com',
    type = 65,
    flags = 0x8180,
    answers = [],
    authorities = [],
    additionals = [],
  } = parts;
  const writer = new ByteWriter()
    .u16(0)
    .u16(flags)
    .u16(1)
    .u16(answers.length)
    .u16(authorities.length)
    .u16(additionals.length);
  writer.bytes(nameBytes(name)).u16(type).u16(1);
  for (const record of [...answers, ...authorities, ...additionals]) {
    writer
      .bytes(nameBytes(record.name))
      .u16(record.type)
      .u16(record.class ?? 1)
      .u32(record.ttl ?? 300)
      .prefixed16((rdata) => rdata.bytes(record.rdata));
  }
  return writer.toBytes();
}

export const cname = (name: string, target: string, ttl = 300): RecordParts => ({
  name,
  type: 5,
  ttl,
  rdata: nameBytes(target),
});

export const https = (name: string, rdata: Uint8Array, ttl = 300): RecordParts => ({ name, type: 65, ttl, rdata });

export const soa = (name: string, ttl: number, minimum: number): RecordParts => ({
  name,
  type: 6,
  ttl,
  rdata: new ByteWriter()
    .bytes(nameBytes(`ns.${name}`))
    .bytes(nameBytes(`admin.${name}`))
    .u32(1)
    .u32(3600)
    .u32(600)
    .u32(86400)
    .u32(minimum)
    .toBytes(),
});

/** An OPT record; `ttl` carries the extended RCODE in its top byte. */
export const opt = (options: Uint8Array = new Uint8Array(), ttl = 0): RecordParts => ({
  name: '.',
  type: 41,
  class: 1232,
  ttl,
  rdata: options,
});

/** RFC 8914 §2. */
export const extendedError = (code: number, text: string): Uint8Array<ArrayBuffer> =>
  new ByteWriter()
    .u16(15)
    .prefixed16((option) => option.u16(code).bytes(new TextEncoder().encode(text)))
    .toBytes();
