// Which addresses are of this device or the network around it, in every form in which a browser may tell them.

import { expect, it } from 'vitest';
import { isInLocalNetwork, isLocalAddress } from '../../../src/shared/local-address.ts';

it.each([
  '0.0.0.0',
  '10.255.0.1',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '255.255.255.255',
  '::',
  '::1',
  '[::1]',
  'fe80::1',
  'fe80::1%eth0',
  'FEBF::1',
  'fec0::1',
  'fc00::1',
  'fd12:3456:789a::1',
  '::ffff:192.168.1.1',
  '::ffff:7f00:1',
  '64:ff9b::10.0.0.1',
  '64:ff9b:1::5db8:d822',
  '2002:c0a8:101::1',
])('%s is local', (address) => {
  expect(isLocalAddress(address)).toBe(true);
});

it.each([
  '1.1.1.1',
  '9.255.255.255',
  '11.0.0.1',
  '100.63.255.255',
  '100.128.0.1',
  '126.255.255.255',
  '128.0.0.1',
  '172.15.255.255',
  '172.32.0.1',
  '192.0.2.1',
  '192.169.0.1',
  // Fake addresses of VPN clients on this device.
  '198.18.0.1',
  '198.19.255.255',
  '203.0.113.7',
  '2001:db8::1',
  '2606:4700::1111',
  'ff02::1',
  '::ffff:1.1.1.1',
  '64:ff9b::1.1.1.1',
  '2002:101:101::1',
  // No addresses at all.
  '',
  'localhost',
  '1.2.3',
  '1.2.3.4.5',
  '256.1.1.1',
  '10.0.0.1.example',
  'g::1',
  '10.0.0.999',
])('%s is not', (address) => {
  expect(isLocalAddress(address)).toBe(false);
});

it.each<[string, string | null, boolean]>([
  ['192.168.1.1', null, true],
  ['[fe80::1]', null, true],
  ['printer.local', null, true],
  ['printer.local', '192.168.1.9', true],
  ['router', '10.0.0.1', true],
  // Over a VPN, say.
  ['intranet', '198.51.100.7', false],
  // Carrier NAT is the provider's.
  ['100.64.0.1', null, false],
  ['192.0.2.1', null, false],
  // The addresses of a proxy that the browser does not report are local too.
  ['news.example', '192.168.1.1', false],
])('%s at %s is in the local network: %s', (host, address, isLocal) => {
  expect(isInLocalNetwork(host, address === null ? null : { address, proxy: null })).toBe(isLocal);
});
