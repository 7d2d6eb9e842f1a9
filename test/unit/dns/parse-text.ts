// The RDATA of a record in one line of zone-file text.

import { parseServiceBinding } from '../../../src/dns/parse-service-binding.ts';
import { readZoneText } from '../../../src/dns/zone-text.ts';

export function parseText(text: string, options: { keepUnsound?: boolean } = {}) {
  const words = readZoneText(text).entries.flatMap((entry) => entry.words);
  return parseServiceBinding(words, { end: text.length, ...options });
}
