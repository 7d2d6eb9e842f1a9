import { expect, it } from 'vitest';
import type { Sentence } from '../../../src/shared/report.ts';
import { sentenceParts } from '../../../src/ui/sentence-parts.ts';

/** A language that puts the site first and the cover last. */
const backwards = ({ args: [cover, site] }: Sentence): string => `${site}, seen as ${cover}.`;

it('puts each argument where the language wants it, with its punctuation', () => {
  expect(sentenceParts({ key: 'headline_hidden', args: ['cover.example', 'news.example'] }, backwards)).toEqual([
    { kind: 'argument', text: 'news.example', after: ',' },
    { kind: 'words', text: ' seen as ', after: '' },
    { kind: 'argument', text: 'cover.example', after: '.' },
  ]);
});

it('never interprets an argument as a message or as another argument', () => {
  const args = ['\ue001', '$1 <b>'];
  expect(sentenceParts({ key: 'headline_hidden', args }, backwards).map(({ text }) => text)).toEqual([
    '$1 <b>',
    ' seen as ',
    '\ue001',
  ]);
});

it('is all words without arguments', () => {
  expect(sentenceParts({ key: 'headline_cleartext', args: [] }, () => 'Words.')).toEqual([
    { kind: 'words', text: 'Words.', after: '' },
  ]);
});

it.each(['，', '；', '：', '。', '、', '،', '؛', '؟'])('keeps %s with the argument before it', (mark) => {
  const [argument] = sentenceParts(
    { key: 'headline_exposed', args: ['news.example'] },
    ({ args }) => `${args[0]}${mark}x`,
  );
  expect(argument).toEqual({ kind: 'argument', text: 'news.example', after: mark });
});
