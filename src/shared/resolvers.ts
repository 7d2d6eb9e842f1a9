// The DoH resolvers to choose from; who runs each, the settings page says (src/options/resolver-operators.ts).

export interface ResolverPreset {
  id: string;
  name: string;
  /** RFC 8484 URI template, or a plain URL that takes `?dns=`; `{profile}` stands for the user's own profile identifier. */
  template: string;
  /** What it leaves out of its answers: nothing, names known for malware, or what the user's profile says. */
  filtering: 'none' | 'malware' | 'profile';
}

export const RESOLVER_PRESETS: readonly ResolverPreset[] = [
  {
    id: 'cloudflare',
    name: 'Cloudflare',
    template: 'https://cloudflare-dns.com/dns-query',
    filtering: 'none',
  },
  {
    id: 'google',
    name: 'Google',
    template: 'https://dns.google/dns-query',
    filtering: 'none',
  },
  {
    id: 'quad9',
    name: 'Quad9',
    template: 'https://dns.quad9.net/dns-query',
    filtering: 'malware',
  },
  {
    id: 'mullvad',
    name: 'Mullvad',
    template: 'https://dns.mullvad.net/dns-query',
    filtering: 'none',
  },
  {
    id: 'adguard',
    name: 'AdGuard',
    template: 'https://unfiltered.adguard-dns.com/dns-query',
    filtering: 'none',
  },
  {
    id: 'dns-sb',
    name: 'DNS.SB',
    template: 'https://doh.dns.sb/dns-query',
    filtering: 'none',
  },
  {
    id: 'nextdns',
    name: 'NextDNS',
    template: 'https://dns.nextdns.io/{profile}',
    filtering: 'profile',
  },
  {
    id: 'control-d',
    name: 'Control D',
    template: 'https://freedns.controld.com/p0',
    filtering: 'none',
  },
  {
    id: 'dns4eu',
    name: 'DNS4EU',
    template: 'https://unfiltered.joindns4.eu/dns-query',
    filtering: 'none',
  },
  {
    id: 'wikimedia',
    name: 'Wikimedia',
    template: 'https://wikimedia-dns.org/dns-query',
    filtering: 'none',
  },
];
