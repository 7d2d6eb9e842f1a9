// Resolver addresses as URI templates (RFC 8484 §3, RFC 6570): `https://host/path{?dns}`, or without the variable, which is
// then added as a form query.
//   parseTemplate(text): Result<DohTemplate, TemplateProblem>
//   expandTemplate(template, query: Uint8Array): string          the URL to GET
// Imports shared and wire.

import { err, ok, type Result } from '../shared/result.ts';
import { encodeBase64Url } from '../wire/base64.ts';

export type TemplateProblem =
  | 'not-a-url'
  | 'not-https'
  /** A name or password in the URL would go out with every question. */
  | 'credentials'
  | 'fragment'
  /** A variable other than one `{?dns}` at the end, or `{?dns}` behind a query. */
  | 'variable';

export interface DohTemplate {
  /** The URL without the `dns` parameter, normalised: two spellings of one resolver are one. */
  base: string;
  /** Host, with the port when it is not 443. */
  host: string;
}

const variable = '{?dns}';

export function parseTemplate(text: string): Result<DohTemplate, TemplateProblem> {
  const trimmed = text.trim();
  const hasVariable = trimmed.endsWith(variable);
  const address = hasVariable ? trimmed.slice(0, -variable.length) : trimmed;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: URL parsers drop some of them silently
  if (/[\s\u0000-\u001f\\]/.test(address)) return err('not-a-url');
  if (address.includes('#')) return err('fragment');
  if (/[{}]/.test(address) || (hasVariable && address.includes('?'))) return err('variable');
  if (!URL.canParse(address)) return err('not-a-url');
  const url = new URL(address);
  if (url.protocol !== 'https:') return err('not-https');
  if (url.username || url.password) return err('credentials');
  // RFC 8484 §4.1: exactly one `dns` parameter, which is ours.
  if (url.searchParams.has('dns')) return err('variable');
  return ok({ base: url.href.replace(/\?$/, ''), host: url.host });
}

/** RFC 8484 §4.1: base64url without padding. */
export const expandTemplate = ({ base }: DohTemplate, query: Uint8Array): string =>
  `${base}${base.includes('?') ? '&' : '?'}dns=${encodeBase64Url(query)}`;
