// Sentences without language: a message of _locales and its arguments. The words are looked up, and numbers, amounts and times are
// put into the reader's language, where a sentence is shown (src/platform/words.ts), and nowhere before.

import type messages from '../_locales/en/messages.json';
import type { BrowserName } from './facts.ts';

export type MessageKey = keyof typeof messages;

/** What an argument is decides how it is shown, and whether a report that leaves the machine may hold it. */
export type Argument =
  /** A DNS name or an IP address: set as a name, and redacted where a report is to name no site. */
  | { host: string }
  /** A name of something else: a resolver, a browser, an operator, a certificate; or a text from outside. Shown as it is. */
  | { label: string }
  /** A field of a wire format, such as `extensions[0].type`. Shown as it is. */
  | { field: string }
  /** A number of a protocol, such as a port or a status: its digits are the protocol's in every language. */
  | { code: number | string }
  /** A number of things, or a position in a row of them. */
  | { count: number }
  /** Amounts, shown with their unit. */
  | { bytes: number }
  | { seconds: number }
  | { milliseconds: number }
  /** A time of day. Unix milliseconds. */
  | { timeMs: number }
  /** How long ago a time was as the sentence is shown. Unix milliseconds. */
  | { agoMs: number }
  /** Several arguments as a list in the reader's language. */
  | { list: Argument[] };

/** Plain JSON: crosses contexts. Arguments in the order of the message's placeholders. */
export interface Sentence {
  key: MessageKey;
  args: Argument[];
}

export const sentence = (key: MessageKey, ...args: Argument[]): Sentence => ({ key, args });

/** As people call it; Chromium's other builds do the same. */
export const BROWSER_LABELS: Record<BrowserName, string> = { firefox: 'Firefox', chromium: 'Chrome' };

type Snake<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}_${Snake<Tail>}` : S;

/** `keyOf('row', 'no-record')` is `row_no_record`: the compiler knows a word without a message, the layout test a message unused. */
export const keyOf = <P extends string, S extends string>(prefix: P, word: S): `${P}_${Snake<S>}` =>
  `${prefix}_${word.replaceAll('-', '_')}` as `${P}_${Snake<S>}`;

/** A conclusion by its kind, with what its sentence names. Plain JSON. */
export interface Statement<Kind extends string> {
  kind: Kind;
  args: Argument[];
}

export const statement = <Kind extends string>(kind: Kind, ...args: Argument[]): Statement<Kind> => ({ kind, args });

/** The sentence of a statement: the message `<prefix>_<kind>`. */
export const sentenceOf = <P extends string, Kind extends string>(
  prefix: P,
  { kind, args }: Statement<Kind>,
): { key: `${P}_${Snake<Kind>}`; args: Argument[] } => ({ key: keyOf(prefix, kind), args });
