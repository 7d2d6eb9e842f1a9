// Splits a translated sentence into its words and its arguments, so that arguments are shown as what they are: isolated,
// as text, wherever the language puts them. Pure.

import type { Argument, Sentence } from '../shared/sentence.ts';

/** Looks a sentence up; `texts` stand in the place of its arguments. */
export type Translate = (sentence: Sentence, texts?: string[]) => string;

export type SentencePart =
  /** Words of the language. */
  | { kind: 'words'; text: string }
  /** `after`: punctuation that follows it and must not be parted from it at the end of a line. */
  | { kind: 'argument'; argument: Argument; after: string };

/** Private-use characters stand for the arguments while the sentence is put together; no message holds any. */
const FIRST_MARKER = 0xe000;
const MARKERS = /([\uE000-\uE008])/;

export function sentenceParts(sentence: Sentence, translate: Translate): SentencePart[] {
  const markers = sentence.args.map((_, index) => String.fromCharCode(FIRST_MARKER + index));
  const parts: SentencePart[] = [];
  for (const piece of translate(sentence, markers).split(MARKERS)) {
    const argument = MARKERS.test(piece) ? sentence.args[piece.charCodeAt(0) - FIRST_MARKER] : undefined;
    const last = parts.at(-1);
    if (argument !== undefined) parts.push({ kind: 'argument', argument, after: '' });
    else if (last?.kind === 'argument') parts.push({ kind: 'words', text: holdPunctuation(last, piece) });
    else parts.push({ kind: 'words', text: piece });
  }
  return parts.filter((part) => part.kind === 'argument' || part.text !== '');
}

/** Gives the argument the punctuation that the words after it begin with, and returns the rest of the words. */
function holdPunctuation(argument: Extract<SentencePart, { kind: 'argument' }>, words: string): string {
  argument.after = /^[\p{Pe}\p{Pf}.,;:!?،؛؟。、，；：！？]*/u.exec(words)?.[0] ?? '';
  return words.slice(argument.after.length);
}
