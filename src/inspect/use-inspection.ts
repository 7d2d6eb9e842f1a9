// The answer about one site as the background gives it, and asking again. What comes late, after another site was asked about, is
// dropped.

import { useRef, useState } from 'preact/hooks';
import { askToInspect } from '../platform/inspect-page.ts';
import type { InspectAnswer } from '../shared/inspect.ts';
import { type Site, siteText } from './site-input.ts';

export interface Inspection {
  site: Site;
  /** Null while the first answer is awaited; the last one while it is asked again. */
  answer: InspectAnswer | null;
  isPending: boolean;
  /** The background did not answer. */
  isFailed: boolean;
}

export interface InspectionStore {
  inspection: Inspection | null;
  inspect(site: Site, options?: { again: boolean }): void;
  clear(): void;
}

export function useInspection(isPrivate: boolean): InspectionStore {
  const [inspection, setInspection] = useState<Inspection | null>(null);
  const latest = useRef(0);

  const inspect = (site: Site, { again } = { again: false }) => {
    latest.current += 1;
    const number = latest.current;
    setInspection((last) => ({
      site,
      answer: last !== null && siteText(last.site) === siteText(site) ? last.answer : null,
      isPending: true,
      isFailed: false,
    }));
    const take = (answer: InspectAnswer | null | undefined) => {
      if (number !== latest.current) return;
      setInspection({ site, answer: answer ?? null, isPending: false, isFailed: !answer });
    };
    askToInspect({ ...site, private: isPrivate, again }).then(take, () => take(null));
  };
  const clear = () => {
    latest.current += 1;
    setInspection(null);
  };
  return { inspection, inspect, clear };
}
