// What somebody typed into the field, or asked for elsewhere, as a host and a port; or the reason why it is neither.

import { encodeName } from '../dns/names.ts';
import { httpsPort } from '../dns/query.ts';
import { MAX_INPUT_LENGTH } from '../shared/inspect.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { MessageKey } from '../shared/sentence.ts';
import { siteAddress } from '../shared/site-address.ts';

export interface Site {
  /** As in a URL: lower case, A-labels, IPv6 in brackets. */
  host: string;
  /** Of the https URL. */
  port: number;
}

/** RFC 9460 §9.1: the name that is asked for, as dig and zone files have it. */
const QUERY_NAME = /^_(\d{1,5})\._https\.(.+)$/i;

export function readSiteInput(text: string): Result<Site, MessageKey> {
  const trimmed = text.trim();
  if (trimmed === '') return err('inspect_input_empty');
  if (trimmed.length > MAX_INPUT_LENGTH) return err('inspect_input_too_long');
  const [, scheme] = /^([a-z][a-z0-9+.-]*):\/\//i.exec(trimmed) ?? [];
  if (scheme !== undefined && !/^https?$/i.test(scheme)) return err('inspect_input_scheme');
  const [, queryPort, name] = QUERY_NAME.exec(trimmed) ?? [];
  const url = scheme === undefined ? `https://${name === undefined ? trimmed : `${name}:${queryPort}`}` : trimmed;
  if (/^[^/]*\/\/[^/?#]*:\d+(?:[/?#]|$)/.test(url) && !URL.canParse(url) && URL.canParse(withoutPort(url)))
    return err('inspect_input_port');
  const { scheme: read, host, port } = siteAddress(url);
  if (host === '') return err('inspect_input_no_host');
  if (port === 0) return err('inspect_input_port');
  if (!host.startsWith('[') && !encodeName(host).ok) return err('inspect_input_no_name');
  return ok({ host, port: httpsPort(read === 'http' ? 'http' : 'https', port) });
}

const withoutPort = (url: string): string => url.replace(/^([^/]*\/\/[^/?#]*):\d+/, '$1');

/** As one would type it. */
export const siteText = ({ host, port }: Site): string => (port === 443 ? host : `${host}:${port}`);
