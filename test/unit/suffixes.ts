// The Public Suffix List as it is packaged.

import { suffixListText } from '../../src/build/public-suffixes.ts';
import { decodeSuffixList, type SuffixList } from '../../src/shared/suffix-list.ts';

const decoded = decodeSuffixList(suffixListText());
if (!decoded.ok) throw new Error(`damaged ${decoded.error.field}`);

export const SUFFIXES: SuffixList = decoded.value;
