// A component that is loaded when it is first wanted, so that it costs the first paint nothing.

import type { FunctionComponent } from 'preact';
import { useState } from 'preact/hooks';

/** Null until it is there, and what starts loading it. */
export function useLater<P>(
  load: () => Promise<FunctionComponent<P>>,
): [component: FunctionComponent<P> | null, start: () => Promise<void>] {
  const [component, setComponent] = useState<FunctionComponent<P> | null>(null);
  const start = async () => {
    const loaded = await load();
    setComponent(() => loaded);
  };
  return [component, start];
}
