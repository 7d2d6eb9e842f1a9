// Who runs each resolver, and under which privacy policy. Each entry is a claim that was read in public sources of 2024 to 2026; check
// the links before a release.

import type { ResolverPreset } from '../shared/resolvers.ts';

interface ResolverOperator {
  operator: string;
  policyUrl: string;
}

/** By the id of the preset. */
const RESOLVER_OPERATORS: Record<string, ResolverOperator> = {
  cloudflare: {
    operator: 'Cloudflare',
    policyUrl: 'https://developers.cloudflare.com/1.1.1.1/privacy/public-dns-resolver',
  },
  google: { operator: 'Google', policyUrl: 'https://developers.google.com/speed/public-dns/privacy' },
  quad9: { operator: 'Quad9 Foundation', policyUrl: 'https://quad9.net/privacy/policy' },
  mullvad: { operator: 'Mullvad', policyUrl: 'https://mullvad.net/help/dns-over-https-and-dns-over-tls' },
  adguard: { operator: 'AdGuard', policyUrl: 'https://adguard-dns.io/privacy.html' },
  'dns-sb': { operator: 'xTom', policyUrl: 'https://dns.sb/privacy' },
  nextdns: { operator: 'NextDNS', policyUrl: 'https://nextdns.io/privacy' },
  'control-d': { operator: 'Control D', policyUrl: 'https://controld.com/privacy' },
  dns4eu: {
    operator: 'DNS4EU consortium, co-funded by the European Union',
    policyUrl: 'https://joindns4.eu/for-public',
  },
  wikimedia: { operator: 'Wikimedia Foundation', policyUrl: 'https://meta.wikimedia.org/wiki/Wikimedia_DNS' },
};

const NOT_KNOWN: ResolverOperator = { operator: '', policyUrl: '' };

export const operatorOf = ({ id }: ResolverPreset): ResolverOperator => RESOLVER_OPERATORS[id] ?? NOT_KNOWN;
