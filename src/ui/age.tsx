// How long ago something was, counting on. Not a live region: it would speak every second.

import { useEffect, useState } from 'preact/hooks';
import { language } from '../platform/words.ts';
import { ageChangesInMs, relativeAge } from '../shared/relative-age.ts';

export function Age({ atMs }: { atMs: number }) {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setTimeout(() => setNowMs(Date.now()), ageChangesInMs(atMs, nowMs));
    return () => clearTimeout(timer);
  }, [atMs, nowMs]);
  return <>{relativeAge(atMs, Math.max(nowMs, atMs), language().tag)}</>;
}
