// Sites of home and office networks: names that mean something there alone, and public names that are answered from addresses
// that are local (split horizon). Each publishes a usable record with ECH all the same, so that a lookup would show.

import { LOCAL_ADDRESSES } from './addresses.mjs';
import type { Site } from './site.ts';
import { both, COVER, echServer, hides, withEch } from './site-parts.ts';

const local = (site: Pick<Site, 'id' | 'title' | 'unasked' | 'note'> & { host: string; address: string }): Site => {
  const { host, ...others } = site;
  return {
    ...others,
    url: `https://${host}/`,
    publishes: `one record with ECH, cover name ${COVER}, and the address ${site.address}`,
    serves: 'ECH with that key',
    // Firefox 153 and Chromium 156 use ECH whatever the name and the address are.
    expects: both(hides()),
    tls: echServer(host),
    records: withEch(host),
  };
};

export const LOCAL_SITES: readonly Site[] = [
  local({
    id: 'router',
    host: 'router.lan',
    title: 'A name of the home network',
    unasked: 'local-name',
    address: LOCAL_ADDRESSES.router,
  }),
  local({
    id: 'nas',
    host: 'nas.fritz.box',
    title: 'A name that a home router gives out',
    unasked: 'local-name',
    address: LOCAL_ADDRESSES.nas,
  }),
  local({
    id: 'split-private',
    host: 'intranet-split.example',
    title: 'A public name at a private address',
    unasked: 'local-address',
    address: LOCAL_ADDRESSES.private,
  }),
  local({
    id: 'split-link-local',
    host: 'link-split.example',
    title: 'A public name at a link-local address',
    unasked: 'local-address',
    address: LOCAL_ADDRESSES.linkLocal,
  }),
  local({
    id: 'split-loopback',
    host: 'loopback-split.example',
    title: 'A public name at a loopback address',
    unasked: 'local-address',
    address: LOCAL_ADDRESSES.loopback,
  }),
  local({
    id: 'split-carrier',
    host: 'carrier-split.example',
    title: 'A public name at an address of a carrier’s NAT',
    unasked: 'local-address',
    address: LOCAL_ADDRESSES.carrierNat,
  }),
  local({
    id: 'vpn',
    host: 'vpn.example',
    title: 'A public name at a stand-in address',
    note: 'Local VPN clients answer every name with an address of 198.18.0.0/15, so that says nothing of the site: it is not local.',
    address: LOCAL_ADDRESSES.vpn,
  }),
];
