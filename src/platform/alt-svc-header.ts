// What a response's Alt-Svc header leads the browser to. Read of main documents and their redirects alone: the listeners that hear
// of them are there anyway, and of what a page loads no header is asked for, which the browser would have to copy each time.

import type { WebRequest } from 'webextension-polyfill';
import { type HeardAltSvc, heardElsewhere } from '../shared/alt-svc.ts';
import { siteAddress } from '../shared/site-address.ts';

interface Details {
  url: string;
  timeStamp: number;
  fromCache?: boolean;
  responseHeaders?: WebRequest.HttpHeaders;
}

/** Empty where there is nothing that matters, or no encryption: browsers take the header from no `http:` origin. */
export function altSvcIn({ url, timeStamp: atMs, fromCache, responseHeaders }: Details): { altSvc?: HeardAltSvc } {
  const fields = responseHeaders?.filter(({ name }) => name.toLowerCase() === 'alt-svc') ?? [];
  const { scheme, host, port } = siteAddress(url);
  if (fields.length === 0 || scheme !== 'https') return {};
  const heard = heardElsewhere(fields.map(textOf).join(), { host, port });
  if (heard === null) return {};
  // A cached answer may hold an older header, also where the server has just confirmed it.
  return { altSvc: { ...heard, atMs, replaces: heard.replaces && !fromCache } };
}

/** Chromium gives what is no UTF-8 in bytes. */
const textOf = ({ value, binaryValue = [] }: WebRequest.HttpHeadersItemType): string =>
  value ?? binaryValue.map((byte) => String.fromCharCode(byte)).join('');
