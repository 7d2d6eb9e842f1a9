// Words for what a client makes of a record set.

import type { PredictionReason } from '../shared/prediction-reason.ts';
import { keyOf, type Sentence, sentence } from '../shared/sentence.ts';

export const describePrediction = (reason: PredictionReason, publicName: string | null): Sentence =>
  reason === 'usable-config' || reason === 'usable-over-quic'
    ? sentence(keyOf('row', reason), { host: publicName ?? '' })
    : sentence(keyOf('row', reason));
