// How a host name is shown: A-labels as Unicode only where that cannot mislead, and nothing invisible ever raw. Pure.
// RFC 5890 for the words; the allow rule is ours and small on purpose, in the spirit of UTS 39 "single script".

import { toUnicode } from 'punycode/';

export interface ShownName {
  text: string;
  /** The name as DNS has it, where `text` differs from it; null otherwise. */
  ascii: string | null;
}

/** A label is shown in Unicode when all of its letters belong to one of these; digits and the hyphen go with each. */
const SCRIPTS: readonly RegExp[] = [
  // Latin-1 and Latin Extended-A: beyond lie phonetic letters, and letters that look like punctuation (`ɑ`, `ꞏ`, `ǃ`).
  /^[a-zß-öø-ſ\d-]+$/u,
  /^[\p{Script=Greek}\d-]+$/u,
  /^[\p{Script=Cyrillic}\d-]+$/u,
  /^[\p{Script=Armenian}\d-]+$/u,
  /^[\p{Script=Georgian}\d-]+$/u,
  /^[\p{Script=Hebrew}\d-]+$/u,
  /^[\p{Script=Arabic}\d-]+$/u,
  /^[\p{Script=Devanagari}\d-]+$/u,
  /^[\p{Script=Bengali}\d-]+$/u,
  /^[\p{Script=Tamil}\d-]+$/u,
  /^[\p{Script=Thai}\d-]+$/u,
  /^[\p{Script=Hangul}\d-]+$/u,
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\d-]+$/u,
];

/** Whole labels of these read as Latin words: Cyrillic and Greek letters that look like Latin ones. */
const LATIN_LOOKALIKES = /^[асеорхуѕіјӏԁԛԝһьвкмнтгпοανρυτικ\d-]+$/u;

/** Letters of the Latin blocks that pass for another one. */
const MISLEADING = /[ıĸſ]/u;

/** Control, format (bidi marks among them), unassigned and private-use characters, and line separators. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** Any text from outside with its invisible characters spelled out, such as `\u{202e}`. */
export function visibleText(text: string): string {
  return text.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}

export function showName(name: string): ShownName {
  const text = name.split('.').map(showLabel).join('.');
  return { text, ascii: text === name ? null : visibleText(name) };
}

/** The name with its middle left out where it is longer than `atMost`: its end, which says whose it is, stays. */
export function fitName({ text, ascii }: ShownName, atMost: number): { text: string; title: string | null } {
  if (text.length <= atMost) return { text, title: ascii };
  const end = Math.ceil((atMost * 2) / 3);
  return { text: `${text.slice(0, atMost - end - 1)}…${text.slice(-end)}`, title: ascii ?? text };
}

function showLabel(label: string): string {
  if (!/^xn--[0-9a-z-]+$/i.test(label)) return visibleText(label);
  const unicode = decodeLabel(label.toLowerCase());
  return unicode !== null && isSafe(unicode) ? unicode : label;
}

/** Null unless the browser's own UTS 46 turns the decoded label back into this one. */
function decodeLabel(label: string): string | null {
  try {
    const unicode = toUnicode(label);
    return new URL(`https://${unicode}`).hostname === label ? unicode : null;
  } catch {
    return null;
  }
}

function isSafe(label: string): boolean {
  if (label !== label.normalize('NFC') || label !== label.toLowerCase()) return false;
  // A combining mark after nothing, or two in a row, can hide or fake a letter.
  if (/^\p{M}|\p{Mn}\p{Mn}\p{Mn}/u.test(label)) return false;
  // Punctuation of a script is none of a name, and may look like a dot.
  if (MISLEADING.test(label) || /[^\p{L}\p{M}\d-]/u.test(label)) return false;
  return SCRIPTS.some((script) => script.test(label)) && !LATIN_LOOKALIKES.test(label);
}
