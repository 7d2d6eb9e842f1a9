// Firefox's preferences for the lab: DNS as asked for, ECH at its defaults, and nothing that it would fetch by itself.

import { PROXIES } from '../proxy.ts';
import { RESOLVERS } from '../resolvers.ts';
import type { DnsMode, LaunchOptions, ProxyUse } from './lab-browser.ts';

type Prefs = Record<string, string | number | boolean>;

/** Values of network.trr.mode. 5 is off by choice, so that the browser does not choose for itself. */
export const TRR_MODE: Record<DnsMode, number> = { 'doh-only': 3, automatic: 2, plain: 5 };

function dnsPrefs(mode: DnsMode): Prefs {
  const { url, address } = RESOLVERS.browser;
  return {
    'network.trr.mode': TRR_MODE[mode],
    'network.trr.uri': url,
    'network.trr.custom_uri': url,
    'network.trr.default_provider_uri': url,
    'network.trr.bootstrapAddr': address,
    'network.trr.confirmationNS': 'skip',
    'network.trr.wait-for-portal': false,
    // Answers that are private or loopback addresses count as filtered otherwise.
    'network.trr.allow-rfc1918': true,
    // Its heuristics would ask the canary and change the mode.
    'doh-rollout.disable-heuristics': true,
  };
}

/** Firefox's own defaults, or nothing that a page did not load. */
function aheadPrefs(readsAhead: boolean): Prefs {
  return {
    'network.dns.disablePrefetch': !readsAhead,
    'network.dns.disablePrefetchFromHTTPS': !readsAhead,
    'network.prefetch-next': readsAhead,
    'network.http.speculative-parallel-limit': readsAhead ? 20 : 0,
  };
}

function proxyPrefs(use: ProxyUse | undefined): Prefs {
  if (use === undefined) return { 'network.proxy.type': 0 };
  const manual = { 'network.proxy.type': 1, 'network.proxy.allow_hijacking_localhost': true };
  const { address, port } = PROXIES[use === 'socks-address' ? 'socks' : use];
  // A proxy over TLS is not to be had by hand.
  if (use === 'https')
    return {
      ...manual,
      'network.proxy.type': 2,
      'network.proxy.autoconfig_url': `data:,function FindProxyForURL() { return "HTTPS ${address}:${port}"; }`,
    };
  if (use === 'http')
    return {
      ...manual,
      'network.proxy.http': address,
      'network.proxy.http_port': port,
      'network.proxy.ssl': address,
      'network.proxy.ssl_port': port,
    };
  return {
    ...manual,
    'network.proxy.socks': address,
    'network.proxy.socks_port': port,
    'network.proxy.socks_version': 5,
    'network.proxy.socks5_remote_dns': use !== 'socks-address',
    'network.proxy.socks_remote_dns': use !== 'socks-address',
  };
}

const QUIET: Prefs = {
  'app.normandy.enabled': false,
  'app.update.auto': false,
  'browser.newtabpage.activity-stream.feeds.system.topstories': false,
  'browser.newtabpage.activity-stream.feeds.topsites': false,
  'browser.newtabpage.activity-stream.feeds.weatherfeed': false,
  'browser.newtabpage.activity-stream.showSponsoredTopSites': false,
  'browser.region.network.url': '',
  'browser.region.update.enabled': false,
  'browser.safebrowsing.downloads.remote.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.search.serpEventTelemetryCategorization.enabled': false,
  'browser.search.update': false,
  'browser.topsites.contile.enabled': false,
  'captivedetect.canonicalURL': '',
  'datareporting.healthreport.uploadEnabled': false,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.push.connection.enabled': false,
  'extensions.blocklist.enabled': false,
  'extensions.getAddons.cache.enabled': false,
  'extensions.systemAddon.update.enabled': false,
  'extensions.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'privacy.trackingprotection.enabled': false,
  'security.OCSP.enabled': 0,
  // Settings from a server that does not exist: puppeteer sets the same.
  'services.settings.server': 'data:,#remote-settings-dummy/v1',
  'toolkit.telemetry.enabled': false,
  'toolkit.telemetry.server': 'data:,',
};

/** No waiting before a prompt's buttons work, and console messages that reach us. */
const DRIVEN: Prefs = {
  'security.notification_enable_delay': 0,
  'security.dialog_enable_delay': 0,
  'extensions.background.idle.timeout': 30_000,
};

export function firefoxPrefs(options: LaunchOptions, extensionUuids: Record<string, string>): Prefs {
  return {
    ...QUIET,
    ...DRIVEN,
    ...dnsPrefs(options.dns ?? 'doh-only'),
    ...aheadPrefs(options.readsAhead ?? false),
    ...proxyPrefs(options.proxy),
    'extensions.webextensions.uuids': JSON.stringify(extensionUuids),
    ...options.prefs,
  };
}
