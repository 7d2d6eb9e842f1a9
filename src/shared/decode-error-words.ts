// What is wrong with bytes, in a sentence.

import type { DecodeError } from './decode-error.ts';
import { keyOf, type Sentence, sentence } from './sentence.ts';

/** Without its place. */
export const describeDecodeError = ({ kind, field }: DecodeError): Sentence =>
  sentence(keyOf('damage', kind), { field });
