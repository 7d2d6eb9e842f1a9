// Words for what a client makes of a record set, by the reason of its row. Imports shared and browsers.

import type { BrowserRow } from '../browsers/rows.ts';
import type { Sentence } from '../shared/sentence.ts';
import { keyOf, sentence } from '../shared/sentence.ts';

export const describeRow = ({ reason, publicName }: BrowserRow): Sentence =>
  reason === 'usable-config'
    ? sentence('row_usable_config', { host: publicName ?? '' })
    : sentence(keyOf('row', reason));
