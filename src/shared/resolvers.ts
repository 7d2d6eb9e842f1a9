// The DoH resolvers to choose from. Each entry is a claim that was read in public sources of 2024 to 2026; check the policy
// links before a release.

export interface ResolverPreset {
  id: string;
  name: string;
  /** RFC 8484 URI template, or a plain URL that takes `?dns=`; `{profile}` stands for the user's own profile identifier. */
  template: string;
  operator: string;
  /** What it leaves out of its answers: nothing, names known for malware, or what the user's profile says. */
  filtering: 'none' | 'malware' | 'profile';
  policyUrl: string;
}

export const RESOLVER_PRESETS: readonly ResolverPreset[] = [
  {
    id: 'cloudflare',
    name: 'Cloudflare',
    template: 'https://cloudflare-dns.com/dns-query',
    operator: 'Cloudflare',
    filtering: 'none',
    policyUrl: 'https://developers.cloudflare.com/1.1.1.1/privacy/public-dns-resolver',
  },
  {
    id: 'google',
    name: 'Google',
    template: 'https://dns.google/dns-query',
    operator: 'Google',
    filtering: 'none',
    policyUrl: 'https://developers.google.com/speed/public-dns/privacy',
  },
  {
    id: 'quad9',
    name: 'Quad9',
    template: 'https://dns.quad9.net/dns-query',
    operator: 'Quad9 Foundation',
    filtering: 'malware',
    policyUrl: 'https://quad9.net/privacy/policy',
  },
  {
    id: 'mullvad',
    name: 'Mullvad',
    template: 'https://dns.mullvad.net/dns-query',
    operator: 'Mullvad',
    filtering: 'none',
    policyUrl: 'https://mullvad.net/help/dns-over-https-and-dns-over-tls',
  },
  {
    id: 'adguard',
    name: 'AdGuard',
    template: 'https://unfiltered.adguard-dns.com/dns-query',
    operator: 'AdGuard',
    filtering: 'none',
    policyUrl: 'https://adguard-dns.io/privacy.html',
  },
  {
    id: 'dns-sb',
    name: 'DNS.SB',
    template: 'https://doh.dns.sb/dns-query',
    operator: 'xTom',
    filtering: 'none',
    policyUrl: 'https://dns.sb/privacy',
  },
  {
    id: 'nextdns',
    name: 'NextDNS',
    template: 'https://dns.nextdns.io/{profile}',
    operator: 'NextDNS',
    filtering: 'profile',
    policyUrl: 'https://nextdns.io/privacy',
  },
  {
    id: 'control-d',
    name: 'Control D',
    template: 'https://freedns.controld.com/p0',
    operator: 'Control D',
    filtering: 'none',
    policyUrl: 'https://controld.com/privacy',
  },
  {
    id: 'dns4eu',
    name: 'DNS4EU',
    template: 'https://unfiltered.joindns4.eu/dns-query',
    operator: 'DNS4EU consortium, co-funded by the European Union',
    filtering: 'none',
    policyUrl: 'https://joindns4.eu/for-public',
  },
  {
    id: 'wikimedia',
    name: 'Wikimedia',
    template: 'https://wikimedia-dns.org/dns-query',
    operator: 'Wikimedia Foundation',
    filtering: 'none',
    policyUrl: 'https://meta.wikimedia.org/wiki/Wikimedia_DNS',
  },
];
