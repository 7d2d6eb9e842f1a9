// Whether a resolver may be asked about a page, and if not, why. Pure; imports shared only.

import type { NotAskedReason, PageFacts, SiteAddress } from '../shared/facts.ts';
import { isBarred } from '../shared/managed.ts';
import { resolverTemplate, type Settings } from '../shared/settings.ts';
import { addressKind } from '../shared/site-address.ts';

export interface Circumstances {
  settings: Settings;
  hasConsent: boolean;
  hasSiteAccess: boolean;
  /** The user clicked to ask about this very page. */
  clicked: boolean;
}

export function whetherToAsk(
  page: SiteAddress & Pick<PageFacts, 'private' | 'restricted'>,
  circumstances: Circumstances,
): 'ask' | NotAskedReason {
  const { settings, hasConsent, hasSiteAccess, clicked } = circumstances;
  const kind = addressKind(page);
  if (kind === 'local-name') return 'never-ask';
  if (kind !== 'public-name' || page.restricted) return 'not-needed';
  if (isBarred(page.host, settings.managed.neverAsk)) return 'barred';
  if (settings.managed.isAwaited) return 'policy-awaited';
  if (resolverTemplate(settings.resolver) === null) return 'no-resolver';
  if (!hasConsent) return 'no-consent';
  // Without host access a question would carry this installation's own identifier in its Origin header.
  if (!hasSiteAccess) return 'no-access';
  if (page.private && !settings.privateWindows) return 'private-window';
  if (settings.ask === 'on-click' && !clicked) return 'on-click';
  return 'ask';
}
