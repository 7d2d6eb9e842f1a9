// The address of a DoH resolver. Settings, policy, messages between pages and lookups all read it here, so that what one of them
// accepts all of them can use. RFC 8484 §4.1 configures a client with a URI template (RFC 6570) that has the variable `dns`. Of the
// templates that RFC allows, those are taken that expand to a query of the form `dns=…`: a final `{?dns}`, a final `{&dns}` behind
// a query (form continuation, RFC 6570 §3.2.9), or no variable, as resolvers publish their addresses.

import { err, ok, type Result } from './result.ts';

/** Each has a sentence on the settings page (`options_template_…`) and among the problems of a policy (`policy_template_…`). */
export type TemplateProblem =
  | 'not-a-url'
  | 'not-https'
  /** A name or password in the URL would go out with every query. */
  | 'credentials'
  | 'fragment'
  /** A variable other than one `{?dns}` at the end, or `{&dns}` at the end of a query; or a `dns` parameter that is set already. */
  | 'variable'
  | 'too-long';

export interface DohTemplate {
  /** The URL without variable and `dns` parameter. It is the resolver's identity: two spellings of one resolver have the same. */
  base: string;
  /** Host, with the port when it is not 443. */
  host: string;
}

/** Characters of the normal form. */
const MAX_LENGTH = 2000;

const VARIABLES = ['{?dns}', '{&dns}'];

export function parseTemplate(text: string): Result<DohTemplate, TemplateProblem> {
  const trimmed = text.trim();
  const variable = VARIABLES.find((one) => trimmed.endsWith(one)) ?? '';
  const address = trimmed.slice(0, trimmed.length - variable.length);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: URL parsers drop some of them silently
  if (/[\s\u0000-\u001f\\]/.test(address)) return err('not-a-url');
  if (address.includes('#')) return err('fragment');
  if (/[{}]/.test(address)) return err('variable');
  // What RFC 6570 expands them to: `?dns=…` behind a query, or `&dns=…` without one, is no parameter.
  if (variable !== '' && address.includes('?') !== (variable === '{&dns}')) return err('variable');
  const url = urlOf(address);
  if (url === null) return err('not-a-url');
  if (url.protocol !== 'https:') return err('not-https');
  if (url.username || url.password) return err('credentials');
  // RFC 8484 §4.1: exactly one `dns` parameter, which is ours.
  if (url.searchParams.has('dns')) return err('variable');
  // A trailing dot names the same host (RFC 1034 §3.1).
  const hostname = url.hostname.replace(/\.$/, '');
  if (hostname === '' || hostname.endsWith('.')) return err('not-a-url');
  url.hostname = hostname;
  // An empty query is none.
  if (url.search === '') url.search = '';
  const base = withoutNeedlessEscapes(url.href);
  return base.length > MAX_LENGTH ? err('too-long') : ok({ base, host: url.host });
}

/** Not by `URL.canParse`, which in Node 20 comes to depend on how often it was called when a host is not ASCII. */
function urlOf(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/** RFC 3986 §6.2.2: an escaped unreserved character is that character, and hexadecimal digits have no case. */
function withoutNeedlessEscapes(href: string): string {
  // Where a percent sign escapes nothing, what is unescaped could become part of another escape.
  if (/%(?![0-9a-f]{2})/i.test(href)) return href;
  return href.replace(/%[0-9a-f]{2}/gi, (escaped) => {
    const character = String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return /[\w.~-]/.test(character) ? character : escaped.toUpperCase();
  });
}
