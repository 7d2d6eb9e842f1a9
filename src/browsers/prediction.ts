// What a client is expected to do with the HTTPS records of a site: over TCP, over QUIC, and by the worst that may come of the two.

import type { PredictionReason } from '../shared/prediction-reason.ts';
import type { Client } from './tls-policies.ts';

export interface Verdict {
  outcome: 'hides' | 'shows' | 'cannot-connect';
  reason: PredictionReason;
  basis: 'observed' | 'documented' | 'inferred';
  /** After a failed attempt with ECH: connects again with the real name, does not, or ECH is not tried. Absent: not tried. */
  onFailure?: 'falls-back' | 'does-not' | 'not-applicable';
  /** The record that decided, by its position in the set. */
  recordIndex?: number;
  /** The config that decided. */
  configIndex?: number;
  publicName?: string;
  /** Records that the client takes in any order have other public names too: `publicName` is the first of the alphabet. */
  ambiguousName?: boolean;
  configId?: number;
}

/** What a browser does over one transport. */
export interface TransportPrediction extends Verdict {
  /**
   * When it opens a connection: at once (beside the other transport it is a race, whose loser has shown what it shows), when the other
   * is slow, or only after the other has failed, in Firefox 153 after 30 seconds (measured with UDP dropped).
   */
  opens: 'at-once' | 'if-slow' | 'if-failed';
  /** No record that it may turn to over this transport is without `ech`. */
  isEchInAll: boolean;
}

/** What a browser does by the records of a set that it uses. Alt-Svc is no part of it. */
export interface Transports {
  tcp: TransportPrediction;
  /** Null where no record leads to QUIC. */
  quic: TransportPrediction | null;
}

/** By a set's records. */
export interface SetVerdict extends Verdict {
  /** An `http:` navigation becomes `https:` because of the records. */
  upgradesHttp?: boolean;
  /** Absent where the set is not used, and for the RFCs. */
  transports?: Transports;
}

export interface Prediction extends SetVerdict {
  client: Client;
  onFailure: 'falls-back' | 'does-not' | 'not-applicable';
  upgradesHttp: boolean;
  /** The set that decided. */
  setIndex?: number;
}

export interface Origin {
  scheme: 'http' | 'https';
  host: string;
  /** Of the URL, written or implied. */
  port: number;
  /** `false` when the address lookup gave none; hints do not help (measured). */
  hasAddress?: boolean;
}
