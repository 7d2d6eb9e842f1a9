// Arguments of sentences as tests read them.

import { formatArgument } from '../../src/platform/words.ts';
import type { Argument } from '../../src/shared/sentence.ts';

/** As a reader of English sees them. */
export const textsOf = (args: readonly Argument[]): string[] => args.map(formatArgument);
