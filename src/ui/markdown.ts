// Words and text from outside in Markdown (CommonMark): what came from outside stands in code spans and blocks, never as markup.

import { formatArgument } from '../platform/words.ts';
import type { Sentence } from '../shared/sentence.ts';
import { visibleText } from './host-name.ts';
import { sentenceParts, type Translate } from './sentence-parts.ts';

const longestRun = (text: string): number => Math.max(0, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length));

/** CommonMark §6.1: a fence longer than any run of backticks inside. */
export function code(text: string): string {
  const shown = visibleText(text.replace(/\s+/g, ' '));
  const fence = '`'.repeat(longestRun(shown) + 1);
  const pad = /^`|`$|^ .* $/.test(shown) || shown === '' ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

export function block(lines: string[]): string {
  const text = lines.map((line) => visibleText(line)).join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}\n${text}\n${fence}`;
}

const escaped = (words: string): string => words.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&');

export const wordsInMarkdown = (said: Sentence, translate: Translate): string =>
  sentenceParts(said, translate)
    .map((part) =>
      part.kind === 'words' ? escaped(part.text) : code(formatArgument(part.argument)) + escaped(part.after),
    )
    .join('');
