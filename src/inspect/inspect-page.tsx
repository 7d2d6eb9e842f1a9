// The inspect page: a field for a host, a box for records that are pasted and looked up nowhere, and what came of either.

import { useLayoutEffect, useState } from 'preact/hooks';
import type { PastedSite } from '../paste/pasted-sites.ts';
import { sentence } from '../shared/sentence.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { say, Words } from '../ui/words.tsx';
import { InspectedSite } from './inspected-site.tsx';
import { PasteBox } from './paste-box.tsx';
import { PastedSiteView } from './pasted-site.tsx';
import { SiteField } from './site-field.tsx';
import { readSiteInput, type Site, siteText } from './site-input.ts';
import { useInspection } from './use-inspection.ts';

/** Each has a wire to be built; more are counted. */
const MOST_PASTED = 8;

interface InspectPageProps {
  /** What was wanted when the page was opened; empty for nothing yet. */
  input: string;
  isPrivate: boolean;
}

export function InspectPage({ input, isPrivate }: InspectPageProps) {
  const [first] = useState(() => (input === '' ? null : readSiteInput(input)));
  const { inspection, asking, inspect, clear } = useInspection(isPrivate);
  const [pasted, setPasted] = useState<{ sites: PastedSite[]; atMs: number } | null>(null);
  // Not in useEffect: in a tab behind it runs seconds after the first paint.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with what the page was opened for
  useLayoutEffect(() => {
    if (first?.ok) inspect(first.value);
  }, []);

  const onSite = (site: Site) => {
    setPasted(null);
    inspect(site);
  };
  const onSites = (sites: PastedSite[]) => {
    clear();
    setPasted({ sites, atMs: Date.now() });
  };

  return (
    <main>
      <header>
        <img src="icons/app-48.png" alt="" width="40" height="40" />
        <h1>{say('inspect_heading')}</h1>
      </header>
      <SiteField
        text={first?.ok ? siteText(first.value) : input}
        problem={first === null || first.ok ? null : first.error}
        onSite={onSite}
      />
      <PasteBox onSites={onSites} />
      {isPrivate && <p class="hint">{say('inspect_private')}</p>}
      <p class="status" role="status">
        {inspection?.isPending && <Words sentence={sentence('inspect_pending', { host: inspection.site.host })} />}
      </p>
      {/* Over an answer it stands beside the button that asks again. */}
      {inspection !== null && inspection.answer?.state !== 'done' && <ActionFailure of={asking} />}
      {inspection?.answer && (
        <InspectedSite
          key={siteText(inspection.site)}
          site={inspection.site}
          answer={inspection.answer}
          isPrivate={isPrivate}
          isPending={inspection.isPending}
          asking={asking}
          again={(mode) => inspect(inspection.site, { bypassCache: true, pastProxy: inspection.pastProxy, ...mode })}
        />
      )}
      {pasted?.sites.slice(0, MOST_PASTED).map((site, index) => (
        <PastedSiteView key={`${pasted.atMs} ${index}`} site={site} atMs={pasted.atMs} />
      ))}
      {pasted !== null && pasted.sites.length > MOST_PASTED && (
        <p>{say('popup_and_more', { count: pasted.sites.length - MOST_PASTED })}</p>
      )}
    </main>
  );
}
