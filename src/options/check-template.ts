// The resolver's address as it may be stored, or the words for what is wrong with it. Pure.

import { parseTemplate } from '../shared/doh-template.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { MessageKey } from '../shared/sentence.ts';
import { keyOf } from '../shared/sentence.ts';

/** In normal form. */
export function checkTemplate(text: string): Result<string, MessageKey> {
  const template = parseTemplate(text);
  return template.ok ? ok(template.value.base) : err(keyOf('options_template', template.error));
}
