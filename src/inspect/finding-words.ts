// What a lint found, in sentences: what is wrong, what exactly, and how to fix it.

import type { Finding } from '../lint/lint.ts';
import { describeDecodeError } from '../shared/decode-error-words.ts';
import { keyOf, type Sentence, sentence } from '../shared/sentence.ts';

export interface FindingWords {
  what: Sentence;
  /** Why bytes could not be decoded, and where. */
  details: Sentence[];
  fix: Sentence;
}

export const describeFinding = ({ kind, fix, args, fixArgs, error }: Finding): FindingWords => ({
  what: sentence(keyOf('problem', kind), ...args),
  details: error === null ? [] : [describeDecodeError(error), sentence('damage_at', { code: error.offset })],
  fix: sentence(keyOf('fix', fix), ...fixArgs),
});
