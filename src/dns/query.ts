// DNS queries (RFC 1035 §4.1, RFC 6891, RFC 7871, RFC 8467) and the name to ask for an origin's HTTPS records (RFC 9460 §9.1).
//   httpsPort(scheme, port): number                           80 of `http:` is 443 of its `https:` twin
//   httpsQueryName(host, port): string
//   encodeQuery(name, type, { subnetOptOut? }): Result<Uint8Array, DecodeError>

import { ByteWriter } from '../bytes/byte-writer.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import { ok, type Result } from '../shared/result.ts';
import { canonicalName, encodeName } from './names.ts';
import { classIn, recordType } from './record-types.ts';

/** RD, and AD: "tell me whether you validated" (RFC 6840 §5.7). DO stays clear, so no signatures are sent. */
const queryFlags = 0x0120;

/** RFC 8467 §4.1: the block length for queries; both browsers pad to it. */
const paddingBlock = 128;

const paddingOption = 12;

/** The payload size that an OPT has to name; it means nothing over HTTPS. */
const udpPayloadSize = 1232;

/** Root owner, type, class, TTL and RDLENGTH of an OPT. */
const optBytes = 11;

/** OPTION-CODE and OPTION-LENGTH. */
const optionHeaderBytes = 4;

/**
 * EDNS Client Subnet (RFC 7871 §6): option 8, four bytes, family 1 (IPv4), source prefix 0, scope prefix 0, no address. It asks
 * a resolver not to hand on the user's network (§7.1.2). Firefox sends the same by default (`network.trr.disable-ECS`).
 */
const subnetOption = [0, 8, 0, 4, 0, 1, 0, 0];

/** RFC 9460 §9.5: an `http:` origin is looked up as its `https:` twin, whose port differs only when it is 80. */
export const httpsPort = (scheme: 'http' | 'https', port: number): number =>
  scheme === 'http' && port === 80 ? 443 : port;

/** RFC 9460 §9.1: the host itself for 443, `_PORT._https.host` for any other port; canonical. */
export function httpsQueryName(host: string, port: number): string {
  const name = canonicalName(host);
  return port === 443 ? name : `_${port}._https.${name}`;
}

/** RFC 8484 §4.1: id 0, so that caches can share the answer. `subnetOptOut: false` leaves the Client Subnet option out. */
export function encodeQuery(
  name: string,
  type: number,
  { subnetOptOut = true } = {},
): Result<Uint8Array<ArrayBuffer>, DecodeError> {
  const owner = encodeName(name);
  if (!owner.ok) return owner;
  const subnet = subnetOptOut ? subnetOption : [];
  const unpadded = 12 + owner.value.length + 4 + optBytes + subnet.length + optionHeaderBytes;
  const padding = -unpadded & (paddingBlock - 1);
  const message = new ByteWriter()
    .u16(0)
    .u16(queryFlags)
    .u16(1)
    .u16(0)
    .u16(0)
    .u16(1)
    .bytes(owner.value)
    .u16(type)
    .u16(classIn)
    .u8(0)
    .u16(recordType.OPT)
    .u16(udpPayloadSize)
    .u32(0)
    .u16(subnet.length + optionHeaderBytes + padding)
    .bytes(subnet)
    .u16(paddingOption)
    .u16(padding)
    .bytes(new Uint8Array(padding));
  return ok(message.toBytes());
}
