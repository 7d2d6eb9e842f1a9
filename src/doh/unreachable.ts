// Why there was no HTTP answer from a resolver, as far as it can be told.
//
// Chromium 156 and Firefox 153 do not apply Local Network Access to an extension's requests (measured with a resolver at a private address:
// by default, with all checks switched on, and in Chromium with a policy under which `navigator.permissions` says `denied`). Should a
// browser or a system do so, its own word on the request is enough.

import type { DohTemplate } from '../shared/doh-template.ts';
import { isLocalAddress } from '../shared/local-address.ts';
import type { LookupFailure } from '../shared/lookup.ts';
import { RequestFailure } from '../shared/request-failure.ts';
import { addressKind, siteAddress } from '../shared/site-address.ts';

/** The host is a name or an address that only this device or the local network knows. A public name may lead there too. */
function isLocal({ base }: DohTemplate): boolean {
  const address = siteAddress(base);
  const kind = addressKind(address);
  return kind === 'local-name' || (kind === 'ip' && isLocalAddress(address.host));
}

interface Asked {
  template: DohTemplate;
  online?: () => boolean;
}

/** `reason` is what fetch rejected with. */
export function whyUnreachable(reason: unknown, { template, online }: Asked): LookupFailure {
  if (online?.() === false) return { kind: 'offline' };
  const isDenied = reason instanceof RequestFailure && reason.kind === 'local-network-denied';
  return isDenied || isLocal(template) ? { kind: 'local-network', isDenied } : { kind: 'unreachable' };
}
