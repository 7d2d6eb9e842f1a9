// What a client is expected to do with the HTTPS records of a site.

import type { PredictionReason } from '../shared/prediction-reason.ts';
import type { Client } from './tls-policies.ts';

export interface Prediction {
  client: Client;
  outcome: 'hides' | 'shows' | 'cannot-connect';
  reason: PredictionReason;
  /** After a failed attempt with ECH: connects again with the real name, does not, or ECH is not tried. */
  onFailure: 'falls-back' | 'does-not' | 'not-applicable';
  basis: 'observed' | 'documented' | 'inferred';
  /** An `http:` navigation becomes `https:` because of the records. */
  upgradesHttp: boolean;
  /** The set and the record in it that decided. */
  setIndex?: number;
  recordIndex?: number;
  /** The config that decided. */
  configIndex?: number;
  publicName?: string;
  /** Records that the client takes in any order have other public names too: `publicName` is the first of the alphabet. */
  ambiguousName?: boolean;
  configId?: number;
  /** Chromium: each record that it may use has `ech`, over TCP or QUIC: it may open both, and another one of these wins. */
  isEchEverywhere?: boolean;
}

export interface Origin {
  scheme: 'http' | 'https';
  host: string;
  /** Of the URL, written or implied. */
  port: number;
  /** `false` when the address lookup gave none; hints do not help (measured). */
  hasAddress?: boolean;
}

export type Verdict = Pick<Prediction, 'outcome' | 'reason' | 'basis'> & Partial<Prediction>;
