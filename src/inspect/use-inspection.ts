// The answer about one site as the background gives it, and looking it up again. An answer that comes after another site was asked
// for is dropped.

import { useState } from 'preact/hooks';
import { askToInspect } from '../platform/inspect-page.ts';
import type { InspectAnswer, InspectQuery } from '../shared/inspect.ts';
import { type Action, useAction } from '../ui/use-action.ts';
import { useLatest } from '../ui/use-latest.ts';
import { type Site, siteText } from './site-input.ts';

/** How a site is looked up; neither where absent. */
export type LookupMode = Partial<Pick<InspectQuery, 'bypassCache' | 'pastProxy'>>;

export interface Inspection {
  site: Site;
  /** Null while the first answer is awaited; the last one while it is looked up again. */
  answer: InspectAnswer | null;
  /** The user agreed that lookups of this site go past the proxy of its tab. */
  pastProxy: boolean;
  isPending: boolean;
}

export interface InspectionStore {
  inspection: Inspection | null;
  /** Failed where the background did not answer. */
  asking: Pick<Action<never, void>, 'state'>;
  inspect(site: Site, mode?: LookupMode): void;
  clear(): void;
}

export function useInspection(isPrivate: boolean): InspectionStore {
  const [inspected, setInspected] = useState<Omit<Inspection, 'isPending'> | null>(null);
  const latest = useLatest();

  const asking = useAction(
    async (site: Site, { bypassCache = false, pastProxy = false }: LookupMode) => {
      const signal = latest.start();
      setInspected((last) => ({
        site,
        pastProxy,
        answer: last !== null && siteText(last.site) === siteText(site) ? last.answer : null,
      }));
      const answer: InspectAnswer | undefined = await askToInspect({
        ...site,
        private: isPrivate,
        bypassCache,
        pastProxy,
      });
      if (answer === undefined) throw new Error('no answer');
      if (!signal.aborted) setInspected({ site, pastProxy, answer });
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
    inspect: (site, mode = {}) => asking.run(site, mode),
    clear,
  };
}
