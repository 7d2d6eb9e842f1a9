// What browsers say when they refuse, as told by their errors, and what we say then.

import { describe, expect, it } from 'vitest';
import messages from '../../../src/_locales/en/messages.json';
import { failureWords, step } from '../../../src/ui/failure-words.ts';

describe('what the error tells goes before what was attempted', () => {
  it.each([
    ['QUOTA_BYTES quota exceeded', 'failed_storage_full'],
    ['Resource::kQuotaBytes quota exceeded', 'failed_storage_full'],
    ['QuotaExceededError: storage.local API call exceeded its quota limitations.', 'failed_storage_full'],
    ['IO error: 000005.log: FILE_ERROR_NO_SPACE', 'failed_storage_full'],
    ['Corruption: not an sstable (bad magic number)', 'failed_storage_damaged'],
    ['Could not establish connection. Receiving end does not exist.', 'failed_background'],
    [
      'A listener indicated an asynchronous response by returning true, but the message channel closed before a response was received',
      'failed_background',
    ],
    ['Failed to fetch dynamically imported module: chrome-extension://x/chunks/wire.js', 'failed_part'],
    ['error loading dynamically imported module: moz-extension://x/chunks/wire.js', 'failed_part'],
    ['An unexpected error occurred', 'failed_tab'],
  ])('%s: %s', (text, words) => {
    expect(failureWords(new Error(text), 'failed_tab')).toBe(words);
  });

  it('also by the name of a DOMException', () => {
    expect(failureWords(new DOMException('', 'QuotaExceededError'), 'failed_storage')).toBe('failed_storage_full');
  });

  it.each([[undefined], [null], ['a string'], [{}]])('is none for what is no error: %j', (thrown) => {
    expect(failureWords(thrown, 'failed_storage')).toBe('failed_storage');
  });
});

it('a step that succeeds is its result', async () => {
  expect(await step('failed_part', () => 7)).toBe(7);
});

it('each says what failed and what to do next, in sentences of twenty words at most', () => {
  const failures = Object.entries(messages).filter(([key]) => key.startsWith('failed_') || key === 'wire_failed');
  expect(failures.length).toBeGreaterThan(8);
  for (const [, { message }] of failures) {
    const sentences = message.split(/(?<=\.) /);
    expect(sentences, message).toHaveLength(2);
    for (const sentence of sentences) expect(sentence.split(' ').length, sentence).toBeLessThanOrEqual(20);
  }
});
