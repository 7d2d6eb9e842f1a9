// Words for a question that was not asked, by reason. Imports shared only.

import type { NotAskedReason } from '../shared/facts.ts';
import { keyOf } from '../shared/message-key.ts';
import type { Sentence } from '../shared/report.ts';
import { sentence } from './sentence.ts';

export function describeNotAsked(why: NotAskedReason, site: string): Sentence {
  if (why === 'not-needed') return sentence('published_not_needed');
  const isOfName = why === 'never-ask' || why === 'barred';
  return isOfName ? sentence(keyOf('unknown', why), site) : sentence(keyOf('unknown', why));
}
