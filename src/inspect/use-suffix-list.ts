// The Public Suffix List for what a page shows. Until it is there an empty one, by which neighbours are one site.

import { useEffect, useState } from 'preact/hooks';
import { suffixList } from '../platform/suffix-list.ts';
import type { SuffixList } from '../shared/suffix-list.ts';

export function useSuffixList(): SuffixList {
  const [suffixes, setSuffixes] = useState<SuffixList>(new Map());
  useEffect(() => {
    let isGone = false;
    suffixList().then(
      (list) => isGone || setSuffixes(list),
      // A report that needs it says so.
      () => undefined,
    );
    return () => {
      isGone = true;
    };
  }, []);
  return suffixes;
}
