// Splits a translated sentence into its words and its arguments, so that arguments are shown as what they are: isolated,
// as text, wherever the language puts them. Pure.

import type { Sentence } from '../shared/report.ts';

export interface SentencePart {
  /** Words of the language, or an argument from outside. */
  kind: 'words' | 'argument';
  text: string;
  /** Punctuation that follows an argument and must not be parted from it at the end of a line. */
  after: string;
}

/** Private-use characters stand for the arguments while the sentence is put together; no message holds any. */
const FIRST_MARKER = 0xe000;
const MARKERS = /([\uE000-\uE008])/;

export function sentenceParts(sentence: Sentence, translate: (sentence: Sentence) => string): SentencePart[] {
  const args = sentence.args.map((_, index) => String.fromCharCode(FIRST_MARKER + index));
  const parts: SentencePart[] = [];
  for (const piece of translate({ key: sentence.key, args }).split(MARKERS)) {
    const argument = MARKERS.test(piece) ? sentence.args[piece.charCodeAt(0) - FIRST_MARKER] : undefined;
    const last = parts.at(-1);
    if (argument !== undefined) parts.push({ kind: 'argument', text: argument, after: '' });
    else if (last?.kind === 'argument') parts.push(...holdPunctuation(last, piece));
    else parts.push({ kind: 'words', text: piece, after: '' });
  }
  return parts.filter(({ kind, text }) => kind === 'argument' || text !== '');
}

/** Gives the argument the punctuation that the words after it begin with, and returns the rest of the words. */
function holdPunctuation(argument: SentencePart, words: string): SentencePart[] {
  argument.after = /^[\p{Pe}\p{Pf}.,;:!?،؛؟。、，；：！？]*/u.exec(words)?.[0] ?? '';
  return [{ kind: 'words', text: words.slice(argument.after.length), after: '' }];
}
