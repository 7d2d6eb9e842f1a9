// The part of @leichtgewicht/ip-codec that dns-packet's decoders of A and AAAA call, over our own printing of addresses: the
// package brings parsers and encoders that nobody calls. The build puts it in its place.

import { formatIpv4, formatIpv6 } from './ip-address.ts';

/** `offset` counts octets; `size` advances dns-packet's reading. */
export const v4 = {
  size: 4,
  decode: (octets: Uint8Array, offset: number) => formatIpv4(octets.subarray(offset, offset + 4)),
};
export const v6 = {
  size: 16,
  decode: (octets: Uint8Array, offset: number) => formatIpv6(octets.subarray(offset, offset + 16)),
};
