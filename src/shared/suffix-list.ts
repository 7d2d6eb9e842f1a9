// The Public Suffix List (https://publicsuffix.org/list/) as a file of the package: a line of notice, one with a digest,
// and a line for each entry. src/build/public-suffixes.ts writes it.

import type { DecodeError } from './decode-error.ts';
import { err, ok, type Result } from './result.ts';
import { shortDigest } from './short-digest.ts';

/** At the root of the package. */
export const SUFFIX_LIST_FILE = 'public-suffixes.txt';

/**
 * First labels of rules, each between two spaces, by the rest of the rule, which is '' for a single label: of `uk`, ` ac co gov `. A
 * wildcard is the label `*`, and that of an exception starts with `!`. Sets in place of texts take ten times as long to make.
 */
export type SuffixList = ReadonlyMap<string, string>;

const HEADER = /^# [^\n]*\n# digest ([0-9a-f]{1,8})\n/;

/**
 * Offsets count characters. Any one damaged character is found, and so is a file that was cut: with a rule less two strangers would
 * be one site.
 */
export function decodeSuffixList(text: string): Result<SuffixList, DecodeError> {
  const header = HEADER.exec(text);
  if (header === null) return err({ kind: 'value', field: 'header', offset: 0 });
  const start = header[0].length;
  const body = text.slice(start);
  if (shortDigest(body) !== header[1]) return err({ kind: 'value', field: 'digest', offset: start });
  const lines = body.split('\n').slice(0, -1);
  return ok(
    new Map(
      lines.map((line) => {
        const end = line.indexOf(' ');
        return [line.slice(0, end), `${line.slice(end)} `];
      }),
    ),
  );
}
