// The URL to GET for a query, from a resolver's address: RFC 8484 §4.1.

import { encodeBase64Url } from '../bytes/base64.ts';
import type { DohTemplate } from '../shared/doh-template.ts';

/** Base64url without padding. */
export const expandTemplate = ({ base }: DohTemplate, query: Uint8Array): string =>
  `${base}${base.includes('?') ? '&' : '?'}dns=${encodeBase64Url(query)}`;
