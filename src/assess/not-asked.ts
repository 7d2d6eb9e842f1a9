// Words for a lookup that was not made, by reason.

import type { NotAskedReason } from '../shared/facts.ts';
import type { Sentence } from '../shared/sentence.ts';
import { keyOf, sentence } from '../shared/sentence.ts';

/** Their sentences name the site. */
const NAMED: NotAskedReason[] = [
  'never-ask',
  'barred',
  'local-address',
  'proxied',
  'local-proxy',
  'certificate-refused',
  'browser-failed',
];

export function describeNotAsked(why: NotAskedReason, site: string): Sentence {
  if (why === 'not-needed') return sentence('published_not_needed');
  return NAMED.includes(why) ? sentence(keyOf('unknown', why), { host: site }) : sentence(keyOf('unknown', why));
}
