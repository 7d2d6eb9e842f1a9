// The resolver's address as it may be stored, or the words for what is wrong with it. Pure.

import { parseTemplate, type TemplateProblem } from '../doh/template.ts';
import type { MessageKey } from '../shared/report.ts';
import { err, ok, type Result } from '../shared/result.ts';

/** Longest template that the settings take. */
const LONGEST = 2000;

const TEMPLATE_PROBLEMS: Record<TemplateProblem, MessageKey> = {
  'not-a-url': 'options_template_not_a_url',
  'not-https': 'options_template_not_https',
  credentials: 'options_template_credentials',
  fragment: 'options_template_fragment',
  variable: 'options_template_variable',
};

/** Normalised, and without `{?dns}`, which a template of ours need not spell out. */
export function checkTemplate(text: string): Result<string, MessageKey> {
  const result = parseTemplate(text);
  if (!result.ok) return err(TEMPLATE_PROBLEMS[result.error]);
  return result.value.base.length > LONGEST ? err('options_template_too_long') : ok(result.value.base);
}
