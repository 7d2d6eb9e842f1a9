// RDATA of SVCB and HTTPS records (RFC 9460 §2.2). A malformed record is an error; what else a client makes of it is `verdict`.
//   decodeServiceBinding(rdata, { maxNameOctets? }): Result<ServiceBinding, DecodeError>
//   binding.ech holds the ECHConfigList as bytes; this folder does not look inside (RFC 9848 §3).
// Imports shared and wire.

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
  /** Protocol ids, one character an octet. */
  alpn: string[];
  noDefaultAlpn: boolean;
  port?: number;
  /** Addresses of 4 octets, one behind the other; see formatAddresses. */
  ipv4Hint?: Uint8Array;
  /** ECHConfigList with its length, not decoded; empty when the value is empty. */
  ech?: Uint8Array;
  /** Addresses of 16 octets. */
  ipv6Hint?: Uint8Array;
}

const lastKnownKey = serviceParamKey.ipv6hint;

/** RFC 9460 §9: mandatory for HTTPS records without being listed; both are known to us, so this decides nothing here. */
function readMandatory(value: ByteReader, field: string): number[] {
  const keys: number[] = [];
  if (value.remaining === 0) value.fail('length', field);
  while (value.remaining > 0) {
    const at = value.offset;
    const key = value.u16(field);
    // §8: strictly increasing, and never `mandatory` itself.
    const last = keys.at(-1);
    if (key === serviceParamKey.mandatory) value.fail('value', field, at);
    if (last !== undefined && key <= last) value.fail(key === last ? 'duplicate' : 'order', field, at);
    keys.push(key);
  }
  return keys;
}

/** RFC 9460 §7.1: at least one protocol id, none of them empty, filling the value exactly. */
function readAlpn(value: ByteReader, field: string): string[] {
  const ids: string[] = [];
  if (value.remaining === 0) value.fail('length', field);
  while (value.remaining > 0) {
    const at = value.offset;
    const length = value.u8(field);
    if (length === 0) value.fail('length', field, at);
    ids.push(value.sub(length, field).latin1());
  }
  return ids;
}

/** RFC 9460 §7.3: one address at least, no half one. */
function checkHint(value: ByteReader, field: string, size: 4 | 16): void {
  if (value.remaining === 0 || value.remaining % size) value.fail('length', field);
}

/** `octets` are those of `value`, as every parameter keeps them. */
function readValue(binding: ServiceBinding, key: number, value: ByteReader, octets: Uint8Array, field: string): void {
  switch (key) {
    case serviceParamKey.mandatory:
      binding.mandatory = readMandatory(value, field);
      break;
    case serviceParamKey.alpn:
      binding.alpn = readAlpn(value, field);
      break;
    case serviceParamKey.noDefaultAlpn: // §7.1.1: the value is empty.
      if (value.remaining > 0) value.fail('length', field);
      binding.noDefaultAlpn = true;
      break;
    case serviceParamKey.port: // §7.2: exactly two octets.
      if (value.remaining !== 2) value.fail('length', field);
      binding.port = value.u16(field);
      break;
    case serviceParamKey.ipv4hint:
      checkHint(value, field, 4);
      binding.ipv4Hint = octets;
      break;
    case serviceParamKey.ech:
      binding.ech = octets;
      break;
    case serviceParamKey.ipv6hint:
      checkHint(value, field, 16);
      binding.ipv6Hint = octets;
      break;
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

/**
 * RFC 9460 §2.2: keys strictly increase, every value has its key's format, and RDATA ends with a parameter. AliasMode values
 * are not looked at (§2.4.2: to be ignored), their framing is.
 */
export function decodeServiceBinding(
  rdata: Uint8Array,
  { maxNameOctets = 255 }: { maxNameOctets?: number } = {},
): Result<ServiceBinding, DecodeError> {
  return decode(() => {
    const reader = new ByteReader(rdata);
    const priority = reader.u16('SvcPriority');
    const binding: ServiceBinding = {
      priority,
      targetName: readName(reader, 'TargetName', { compression: false, maxOctets: maxNameOctets }),
      params: [],
      verdict: { kind: 'accept' },
      mandatory: [],
      alpn: [],
      noDefaultAlpn: false,
    };
    let last = -1;
    while (reader.remaining > 0) {
      const at = reader.offset;
      const key = reader.u16('SvcParamKey');
      const name = nameOf(key);
      const field = `SvcParams.${name}`;
      const value = reader.sub(reader.u16(field), field);
      if (key <= last) reader.fail(key === last ? 'duplicate' : 'order', field, at);
      last = key;
      const octets = rdata.subarray(value.offset, value.end);
      binding.params.push({ key, name, value: octets, offset: value.offset });
      if (priority > 0) readValue(binding, key, value, octets, field);
    }
    binding.verdict = judge(binding);
    return binding;
  });
}

/** RFC 9460 §7.1: what the endpoint speaks; `http/1.1` is the default of HTTPS records unless it is switched off. */
export function alpnSet(binding: ServiceBinding): string[] {
  return binding.noDefaultAlpn || binding.alpn.includes('http/1.1') ? binding.alpn : [...binding.alpn, 'http/1.1'];
}
