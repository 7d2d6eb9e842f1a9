// Words for what a click could not do: by the error where it tells what is wrong, otherwise by what was attempted.

import type { MessageKey } from '../shared/sentence.ts';

/** Browsers give these errors no codes. The texts are those of Chromium 156 and Firefox 153. */
const KNOWN_FAILURES: [text: RegExp, words: MessageKey][] = [
  [/quota|no_?(?:device_)?space|disk is full/i, 'failed_storage_full'],
  [/corrupt/i, 'failed_storage_damaged'],
  [/receiving end|message (?:port|channel) closed/i, 'failed_background'],
  [/dynamically imported module/i, 'failed_part'],
];

class StepError extends Error {
  readonly words: MessageKey;

  constructor(words: MessageKey, cause: unknown) {
    super(words, { cause });
    this.words = words;
  }
}

/** `attempted`: the words for a failure of what was attempted, where the error tells no more. */
export function failureWords(error: unknown, attempted: MessageKey): MessageKey {
  if (error instanceof StepError) return error.words;
  const text = error instanceof Error ? `${error.name} ${error.message}` : String(error);
  return KNOWN_FAILURES.find(([pattern]) => pattern.test(text))?.[1] ?? attempted;
}

/** One step of an action that attempts several things: it starts in this very call, and its failure has words of its own. */
export async function step<T>(attempted: MessageKey, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new StepError(failureWords(error, attempted), error);
  }
}
