// DNS queries (RFC 1035 §4.1, RFC 6891, RFC 7871, RFC 8467), encoded by dns-packet. Names are checked and their escapes resolved here,
// since dns-packet does neither.

import packet, { type EdnsOption } from 'dns-packet';
import { Buffer } from '../bytes/buffer-shim.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import { ok, type Result } from '../shared/result.ts';
import { encodeName } from './names.ts';

/** RD, and AD: "tell me whether you validated" (RFC 6840 §5.7). DO stays clear, so no signatures are sent. */
const queryFlags = packet.RECURSION_DESIRED | packet.AUTHENTIC_DATA;

/** RFC 8467 §4.1: the block length for queries; both browsers pad to it. */
const paddingBlock = 128;

/** The payload size that an OPT has to name; it means nothing over HTTPS. */
const udpPayloadSize = 1232;

/** A query without its name: header, QTYPE and QCLASS, an OPT without options, and the padding option's code and length. */
const fixedBytes = 12 + 4 + 11 + 4;

/**
 * EDNS Client Subnet (RFC 7871 §6): IPv4, source prefix 0, scope prefix 0, so no byte of an address. It asks a resolver not to
 * hand on the user's network (§7.1.2). Firefox sends the same by default (`network.trr.disable-ECS`).
 */
const subnetOption: EdnsOption = { code: 'CLIENT_SUBNET', data: Buffer.of(0, 1, 0, 0) as Buffer };

/** OPTION-CODE, OPTION-LENGTH and data. */
const subnetBytes = 8;

/** RFC 8484 §4.1: id 0, so that caches can share the answer. `subnetOptOut: false` leaves the Client Subnet option out. */
export function encodeQuery(
  name: string,
  type: number,
  { subnetOptOut = true } = {},
): Result<Uint8Array<ArrayBuffer>, DecodeError> {
  const owner = encodeName(name);
  if (!owner.ok) return owner;
  const unpadded = fixedBytes + owner.value.length + (subnetOptOut ? subnetBytes : 0);
  const padding: EdnsOption = { code: 'PADDING', length: -unpadded & (paddingBlock - 1) };
  const options = subnetOptOut ? [subnetOption, padding] : [padding];
  const message = new Buffer(new ArrayBuffer(unpadded + padding.length));
  packet.encode(
    {
      type: 'query',
      id: 0,
      flags: queryFlags,
      questions: [{ name: nameForPacket(owner.value), type: `UNKNOWN_${type}` }],
      additionals: [{ type: 'OPT', name: '.', udpPayloadSize, options }],
    },
    message,
    0,
  );
  return ok(message);
}

/**
 * A name on the wire as dns-packet takes it: a character for a byte, labels joined by dots. A byte that it would take for a dot or a
 * line's end, or that is no ASCII, is written as the character 256 above, of which `Buffer.write` keeps the lower half.
 */
function nameForPacket(owner: Uint8Array): string {
  const labels: string[] = [];
  for (let at = 0; owner[at] !== 0; at += 1 + (owner[at] as number)) {
    const label = owner.subarray(at + 1, at + 1 + (owner[at] as number));
    labels.push(Array.from(label, (byte) => String.fromCharCode(isPlain(byte) ? byte : 256 + byte)).join(''));
  }
  return labels.join('.');
}

const isPlain = (byte: number): boolean => byte > 0x20 && byte < 0x7f && byte !== 0x2e;
