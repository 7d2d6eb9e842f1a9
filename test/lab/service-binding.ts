// SVCB and HTTPS RDATA, RFC 9460 §2.2 and §7; the `ech` parameter is RFC 9848. The lab's own encoder.

import { isIPv4 } from 'node:net';
import { domainName, uint, vector } from './bytes.ts';

/** One HTTPS record. Without parameters and with priority 0 it is in AliasMode. */
export interface ServiceBinding {
  /** Default: 1. 0 is AliasMode. */
  priority?: number;
  /** Default: `.`, the owner itself. */
  targetName?: string;
  alpn?: readonly string[];
  noDefaultAlpn?: boolean;
  port?: number;
  ipv4hint?: readonly string[];
  /** An ECHConfigList. */
  ech?: Uint8Array;
  /** Keys that the client must understand, by number. */
  mandatory?: readonly number[];
  /** Any other parameter, by number. */
  others?: readonly { key: number; value: Uint8Array }[];
}

const KEY = { mandatory: 0, alpn: 1, noDefaultAlpn: 2, port: 3, ipv4hint: 4, ech: 5, ipv6hint: 6 } as const;

/** RDATA of one record, parameters in ascending order of their keys as §2.2 demands. */
export function encodeServiceBinding(binding: ServiceBinding): Buffer {
  const parameters = new Map<number, Uint8Array>();
  if (binding.mandatory) {
    parameters.set(
      KEY.mandatory,
      Buffer.concat([...binding.mandatory].sort((a, b) => a - b).map((key) => uint(2, key))),
    );
  }
  if (binding.alpn) parameters.set(KEY.alpn, Buffer.concat(binding.alpn.map((id) => vector(1, Buffer.from(id)))));
  if (binding.noDefaultAlpn) parameters.set(KEY.noDefaultAlpn, Buffer.alloc(0));
  if (binding.port !== undefined) parameters.set(KEY.port, uint(2, binding.port));
  if (binding.ipv4hint) parameters.set(KEY.ipv4hint, Buffer.concat(binding.ipv4hint.map(encodeIpv4)));
  if (binding.ech) parameters.set(KEY.ech, binding.ech);
  for (const { key, value } of binding.others ?? []) parameters.set(key, value);
  return Buffer.concat([
    uint(2, binding.priority ?? 1),
    domainName(binding.targetName ?? '.'),
    ...[...parameters].sort(([a], [b]) => a - b).flatMap(([key, value]) => [uint(2, key), vector(2, value)]),
  ]);
}

/** Four bytes of a dotted address. */
export function encodeIpv4(address: string): Buffer {
  if (!isIPv4(address)) throw new Error(`${address} is no IPv4 address`);
  return Buffer.from(address.split('.').map(Number));
}
