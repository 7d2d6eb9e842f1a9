// The inspect page: a field for a host, a box for records that are pasted and looked up nowhere, and what came of either.

import { useLayoutEffect, useState } from 'preact/hooks';
import type { PastedSite } from '../paste/pasted-sites.ts';
import { sentence } from '../shared/sentence.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { say, Words } from '../ui/words.tsx';
import { InspectedSite } from './inspected-site.tsx';
import { PasteBox, type PastedTextPart } from './paste-box.tsx';
import { SiteField } from './site-field.tsx';
import { readSiteInput, type Site, siteText } from './site-input.ts';
import { useInspection } from './use-inspection.ts';

interface InspectPageProps {
  /** What was wanted when the page was opened; empty for nothing yet. */
  input: string;
  isPrivate: boolean;
}

export function InspectPage({ input, isPrivate }: InspectPageProps) {
  const [first] = useState(() => (input === '' ? null : readSiteInput(input)));
  const { inspection, asking, inspect, clear } = useInspection(isPrivate);
  const [pasted, setPasted] = useState<{ sites: PastedSite[]; part: PastedTextPart; atMs: number } | null>(null);
  // Not in useEffect: in a tab behind it runs seconds after the first paint.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with what the page was opened for
  useLayoutEffect(() => {
    if (first?.ok) inspect(first.value);
  }, []);

  // The button that was pressed is folded away with its box: on with the answer.
  useLayoutEffect(() => {
    if (pasted !== null) document.querySelector<HTMLElement>('.judged h2')?.focus();
  }, [pasted]);

  const onSite = (site: Site) => {
    setPasted(null);
    inspect(site);
  };
  const onSites = (sites: PastedSite[], part: PastedTextPart) => {
    clear();
    setPasted({ sites, part, atMs: Date.now() });
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
      {pasted !== null && <pasted.part.PastedSites key={pasted.atMs} sites={pasted.sites} atMs={pasted.atMs} />}
    </main>
  );
}
