// How large the crowd behind the public name is: a name that belongs to one site hides nothing (RFC 9849 §10.1).

import { isOwnName, providerOf } from '../observers/anonymity-set.ts';
import type { Crowd } from '../shared/report.ts';
import { say } from '../ui/words.tsx';

export function CrowdNote({ crowd, publicName, site }: { crowd: Crowd; publicName: string | null; site: string }) {
  return <small class="crowd">{words(crowd, publicName, site)}</small>;
}

function words(crowd: Crowd, publicName: string | null, site: string): string {
  if (isOwnName(site, publicName)) return say('crowd_own_name');
  if (crowd === 'same-owner') return say(publicName === null ? 'crowd_perhaps_same_owner' : 'crowd_same_owner');
  const operator = publicName === null ? null : providerOf(publicName);
  return operator === null ? say('crowd_unknown') : say('crowd_shared_provider', { label: operator });
}
