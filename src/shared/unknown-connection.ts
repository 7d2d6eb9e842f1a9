// A connection of which the browser reported nothing.

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
  root: null,
  proxy: null,
};
