// The answer about one site as the background gives it, and asking again. What comes late, after another site was asked about, is
// dropped.

import { useState } from 'preact/hooks';
import { askToInspect } from '../platform/inspect-page.ts';
import type { InspectAnswer } from '../shared/inspect.ts';
import { type Action, useAction } from '../ui/use-action.ts';
import { useLatest } from '../ui/use-latest.ts';
import { type Site, siteText } from './site-input.ts';

export interface Inspection {
  site: Site;
  /** Null while the first answer is awaited; the last one while it is asked again. */
  answer: InspectAnswer | null;
  isPending: boolean;
}

export interface InspectionStore {
  inspection: Inspection | null;
  /** Failed where the background did not answer. */
  asking: Pick<Action<never, void>, 'state'>;
  inspect(site: Site, options?: { again: boolean }): void;
  clear(): void;
}

export function useInspection(isPrivate: boolean): InspectionStore {
  const [inspected, setInspected] = useState<Omit<Inspection, 'isPending'> | null>(null);
  const latest = useLatest();

  const asking = useAction(
    async (site: Site, again: boolean) => {
      const signal = latest.start();
      setInspected((last) => ({
        site,
        answer: last !== null && siteText(last.site) === siteText(site) ? last.answer : null,
      }));
      const answer: InspectAnswer | undefined = await askToInspect({ ...site, private: isPrivate, again });
      if (answer === undefined) throw new Error('no answer');
      if (!signal.aborted) setInspected({ site, answer });
    },
    'failed_background',
    'last-wins',
  );
  const clear = () => {
    latest.drop();
    setInspected(null);
  };
  const isPending = asking.state.kind === 'running';
  return {
    inspection: inspected && { ...inspected, isPending },
    asking,
    inspect: (site, { again } = { again: false }) => asking.run(site, again),
    clear,
  };
}
