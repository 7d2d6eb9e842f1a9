// A connection about which the browser reported nothing, for requests that Chromium never describes.

import type { ConnectionFacts } from './facts.ts';

export const UNKNOWN_CONNECTION: ConnectionFacts = {
  security: null,
  usedEch: null,
  usedPrivateDns: null,
  usedOcsp: null,
  tlsVersion: null,
  httpVersion: null,
  keyAgreement: null,
  address: null,
  certificate: null,
  root: null,
  proxy: null,
  sharedWith: null,
};
