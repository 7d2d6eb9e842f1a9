// Whether a page may be looked up, and if not, why.

import type { PageFacts, SiteAddress, SkipReason } from '../shared/facts.ts';
import { isExcluded } from '../shared/managed.ts';
import { resolverTemplate, type Settings } from '../shared/settings.ts';
import { addressKind } from '../shared/site-address.ts';
import type { Locality } from './local-hosts.ts';

export interface Circumstances {
  settings: Settings;
  hasConsent: boolean;
  hasSiteAccess: boolean;
  /** The user clicked to have this very page looked up. */
  clicked: boolean;
  /** The host answered from an address of this device or of the network around it, or every site does, as behind a proxy there. */
  locality: Locality;
  /** The page came through a proxy. */
  isProxied: boolean;
  /** The user clicked where it says that the query goes past the proxy. */
  pastProxy: boolean;
  /** Its address is unknown: the page was there before, or its certificate was refused and no address was reported. */
  addressUnknown: 'not-looked-up' | 'certificate-refused' | null;
}

export function lookupPolicy(
  page: SiteAddress & Pick<PageFacts, 'private' | 'restricted' | 'extensionsBlocked'>,
  circumstances: Circumstances,
): 'ask' | SkipReason {
  const { settings, hasConsent, hasSiteAccess, clicked, locality, isProxied, pastProxy, addressUnknown } =
    circumstances;
  const kind = addressKind(page);
  if (kind === 'local-name') return 'never-ask';
  if (kind !== 'public-name' || page.restricted || page.extensionsBlocked) return 'not-needed';
  if (locality === 'local') return 'local-address';
  if (isExcluded(page.host, settings.managed.neverAsk)) return 'excluded-by-policy';
  if (!settings.isKnown) return 'settings-unreadable';
  if (settings.managed.isAwaited) return 'policy-awaited';
  if (resolverTemplate(settings.resolver) === null) return 'no-resolver';
  if (!hasConsent) return 'no-consent';
  // Without host access a query would carry this installation's own identifier in its Origin header.
  if (!hasSiteAccess) return 'no-access';
  if (page.private && !settings.privateWindows) return 'private-window';
  if (isProxied && !pastProxy) return 'proxied';
  if (locality === 'behind-proxy' && !pastProxy) return 'local-proxy';
  if (settings.ask === 'on-click' && !clicked) return 'on-click';
  if (addressUnknown !== null && !clicked) return addressUnknown;
  return 'ask';
}
