import { expect, it } from 'vitest';
import { formatArgument } from '../../../src/platform/words.ts';
import { type Argument, type Sentence, sentence } from '../../../src/shared/sentence.ts';
import { sentenceParts } from '../../../src/ui/sentence-parts.ts';

/** A language that puts the site first and the cover last. */
const backwards = ({ args }: Sentence, texts: string[] = args.map(formatArgument)): string => {
  const [cover = '', site = ''] = texts;
  return `${site}, seen as ${cover}.`;
};

it('puts each argument where the language wants it, with its punctuation', () => {
  expect(
    sentenceParts(sentence('headline_hidden', { host: 'cover.example' }, { host: 'news.example' }), backwards),
  ).toEqual([
    { kind: 'argument', argument: { host: 'news.example' }, after: ',' },
    { kind: 'words', text: ' seen as ' },
    { kind: 'argument', argument: { host: 'cover.example' }, after: '.' },
  ]);
});

it('never interprets an argument as a message or as another argument', () => {
  const hostile: Argument[] = [{ host: '\ue001' }, { label: '$1 <b>' }];
  const parts = sentenceParts({ key: 'headline_hidden', args: hostile }, backwards);
  expect(parts.map((part) => (part.kind === 'words' ? part.text : part.argument))).toEqual([
    { label: '$1 <b>' },
    ' seen as ',
    { host: '\ue001' },
  ]);
});

it('is all words without arguments', () => {
  expect(sentenceParts({ key: 'headline_cleartext', args: [] }, () => 'Words.')).toEqual([
    { kind: 'words', text: 'Words.' },
  ]);
});

it.each(['，', '；', '：', '。', '、', '،', '؛', '؟'])('keeps %s with the argument before it', (mark) => {
  const [argument] = sentenceParts(
    sentence('headline_exposed', { host: 'news.example' }),
    (_, texts = []) => `${texts[0]}${mark}x`,
  );
  expect(argument).toEqual({ kind: 'argument', argument: { host: 'news.example' }, after: mark });
});
