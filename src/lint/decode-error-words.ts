// What is wrong with octets or words, in sentences. Imports shared and the sentences of assess.
//   describeDamage(error): Sentence            by the name of the field
//   damageDetails(error): Sentence[]           and with its place in a record

import type { DecodeError } from '../shared/decode-error.ts';
import type { Sentence } from '../shared/sentence.ts';
import { keyOf, sentence } from '../shared/sentence.ts';

export const describeDamage = ({ kind, field }: DecodeError): Sentence => sentence(keyOf('damage', kind), { field });

export const damageDetails = (error: DecodeError): Sentence[] => [
  describeDamage(error),
  sentence('damage_at', { code: error.offset }),
];
