// RDATA of SVCB and HTTPS records (RFC 9460 §2.2). A malformed record is an error; what else a client makes of it is `verdict`.
// The ECHConfigList (RFC 9848 §3) stays bytes: this folder does not look inside.

import { ByteReader, decode } from '../bytes/byte-reader.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import type { Result } from '../shared/result.ts';
import { readName } from './names.ts';
import { serviceParamName as nameOf, serviceParamKey } from './service-param-keys.ts';

/** What a client that knows keys 0 to 6 makes of one well-formed record. */
export type BindingVerdict =
  | { kind: 'accept' }
  /** AliasMode (§2.4.2): the parameters mean nothing. */
  | { kind: 'alias' }
  /** §2.4.3: at odds with itself, so the record is not used. `keys` are the mandatory keys that are absent, or 2. */
  | { kind: 'inconsistent'; keys: number[] }
  /** §8: mandatory keys that the client does not know, so the record is skipped. */
  | { kind: 'incompatible'; keys: number[] };

export interface ServiceParam {
  key: number;
  /** Registered name, or `key667`. */
  name: string;
  /** SvcParamValue as it came. */
  value: Uint8Array;
  /** Of the value, from the start of the RDATA. */
  offset: number;
}

export interface ServiceBinding {
  priority: number;
  /** Zone-file text without trailing dot; `.` means the owner (ServiceMode) or no service (AliasMode). */
  targetName: string;
  /** Every parameter, known or not, in the order of the wire. */
  params: ServiceParam[];
  verdict: BindingVerdict;
  mandatory: number[];
  /** Protocol ids, one character a byte. */
  alpn: string[];
  noDefaultAlpn: boolean;
  port?: number;
  /** Addresses of 4 bytes, one behind the other; see formatAddresses. */
  ipv4Hint?: Uint8Array;
  /** ECHConfigList with its length, not decoded; empty when the value is empty. */
  ech?: Uint8Array;
  /** Addresses of 16 bytes. */
  ipv6Hint?: Uint8Array;
}

const lastKnownKey = serviceParamKey.ipv6hint;

/** RFC 9460 §8: at least one key, strictly increasing, and never `mandatory` itself. */
function readMandatory(value: ByteReader, field: string): number[] {
  const keys: number[] = [];
  if (value.remaining === 0) value.failUnlessLenient('length', field);
  while (value.remaining > 0) {
    const at = value.offset;
    const key = value.u16(field, 'SvcParamKey');
    const last = keys.at(-1);
    if (key === serviceParamKey.mandatory) value.failUnlessLenient('value', field, at);
    if (last !== undefined && key <= last) value.failUnlessLenient(key === last ? 'duplicate' : 'order', field, at);
    keys.push(key);
  }
  return keys;
}

/** RFC 9460 §7.1: at least one protocol id, none of them empty, filling the value exactly. */
function readAlpn(value: ByteReader, field: string): string[] {
  const ids: string[] = [];
  if (value.remaining === 0) value.failUnlessLenient('length', field);
  while (value.remaining > 0) {
    const at = value.offset;
    const id = value.vector8(field, 'alpn-id');
    if (id.remaining === 0) value.failUnlessLenient('length', field, at);
    ids.push(id.latin1('opaque'));
    value.close('alpn-id');
  }
  return ids;
}

/** RFC 9460 §7.3: one address at least, no half one. */
function readHint(value: ByteReader, field: string, size: 4 | 16, name: string): void {
  if (value.remaining === 0 || value.remaining % size) value.failUnlessLenient('length', field);
  while (value.remaining > 0) value.skip(size, field, name);
}

/** Reads the value of `param` to its end. */
function readValue(binding: ServiceBinding, param: ServiceParam, value: ByteReader, field: string): void {
  switch (param.key) {
    case serviceParamKey.mandatory:
      binding.mandatory = readMandatory(value, field);
      break;
    case serviceParamKey.alpn:
      binding.alpn = readAlpn(value, field);
      break;
    case serviceParamKey.noDefaultAlpn: // §7.1.1: the value is empty.
      if (value.remaining > 0) value.failUnlessLenient('length', field);
      binding.noDefaultAlpn = true;
      value.skip(value.remaining, field, 'opaque');
      break;
    case serviceParamKey.port: // §7.2: exactly two bytes.
      if (value.remaining !== 2) value.failUnlessLenient('length', field);
      binding.port = value.u16(field, 'port');
      break;
    case serviceParamKey.ipv4hint:
      readHint(value, field, 4, 'IPv4');
      binding.ipv4Hint = param.value;
      break;
    case serviceParamKey.ech:
      binding.ech = param.value;
      value.skip(value.remaining, field, 'opaque');
      break;
    case serviceParamKey.ipv6hint:
      readHint(value, field, 16, 'IPv6');
      binding.ipv6Hint = param.value;
      break;
    default:
      value.skip(value.remaining, field, 'opaque');
  }
}

/** RFC 9460 §2.2: keys strictly increase. AliasMode values are not looked at (§2.4.2: to be ignored), their framing is. */
function readParams(reader: ByteReader, binding: ServiceBinding): void {
  let last = -1;
  while (reader.remaining > 0) {
    const at = reader.offset;
    reader.open('SvcParam');
    const key = reader.u16('SvcParamKey');
    const name = nameOf(key);
    const field = `SvcParams.${name}`;
    const value = reader.vector16(field, 'SvcParamValue');
    if (key <= last) reader.failUnlessLenient(key === last ? 'duplicate' : 'order', field, at);
    last = key;
    const bytes = reader.bytes.subarray(value.offset, value.end);
    const param = { key, name, value: bytes, offset: value.offset };
    binding.params.push(param);
    try {
      if (binding.priority > 0) readValue(binding, param, value, field);
      else value.skip(value.remaining, field, 'opaque');
    } catch (failure) {
      value.rethrowUnlessLenient(failure);
    }
    value.closeBounded('SvcParamValue');
    reader.close('SvcParam');
  }
}

/** §8: keys that are mandatory and not there. Most records list none. */
function absentKeys({ mandatory, params }: ServiceBinding): number[] {
  if (mandatory.length === 0) return [];
  const present = new Set(params.map((param) => param.key));
  return mandatory.filter((key) => !present.has(key));
}

function judge(binding: ServiceBinding): BindingVerdict {
  if (binding.priority === 0) return { kind: 'alias' };
  const absent = absentKeys(binding);
  if (absent.length > 0) return { kind: 'inconsistent', keys: absent };
  if (binding.noDefaultAlpn && binding.alpn.length === 0) {
    return { kind: 'inconsistent', keys: [serviceParamKey.noDefaultAlpn] };
  }
  const unknown = binding.mandatory.filter((key) => key > lastKnownKey);
  return unknown.length > 0 ? { kind: 'incompatible', keys: unknown } : { kind: 'accept' };
}

/** RFC 9460 §2.2: priority, uncompressed target, and parameters to the end of the RDATA. */
export function readServiceBinding(reader: ByteReader, maxNameBytes = 255): ServiceBinding {
  const binding: ServiceBinding = {
    priority: reader.u16('SvcPriority'),
    targetName: readName(reader, 'TargetName', { compression: false, maxBytes: maxNameBytes }),
    params: [],
    verdict: { kind: 'accept' },
    mandatory: [],
    alpn: [],
    noDefaultAlpn: false,
  };
  if (reader.remaining > 0) {
    reader.open('SvcParams');
    readParams(reader, binding);
    reader.close('SvcParams');
  }
  binding.verdict = judge(binding);
  return binding;
}

export function decodeServiceBinding(
  rdata: Uint8Array,
  { maxNameBytes }: { maxNameBytes?: number } = {},
): Result<ServiceBinding, DecodeError> {
  return decode(() => readServiceBinding(new ByteReader(rdata), maxNameBytes));
}

/** RFC 9460 §7.1: what the endpoint speaks; `http/1.1` is the default of HTTPS records unless it is switched off. */
export function alpnSet(binding: ServiceBinding): string[] {
  return binding.noDefaultAlpn || binding.alpn.includes('http/1.1') ? binding.alpn : [...binding.alpn, 'http/1.1'];
}
