// Words for a question that was not asked, by reason. Imports shared only.

import type { NotAskedReason } from '../shared/facts.ts';
import type { MessageKey, Sentence } from '../shared/report.ts';
import { sentence } from './sentence.ts';

const NOT_ASKED: Record<NotAskedReason, MessageKey> = {
  'no-resolver': 'unknown_no_resolver',
  'no-consent': 'unknown_no_consent',
  'no-access': 'unknown_no_access',
  'private-window': 'unknown_private_window',
  'never-ask': 'unknown_never_ask',
  'on-click': 'unknown_on_click',
  'not-needed': 'published_not_needed',
};

export function describeNotAsked(why: NotAskedReason, site: string): Sentence {
  const key = NOT_ASKED[why];
  return key === 'unknown_never_ask' ? sentence(key, site) : sentence(key);
}
