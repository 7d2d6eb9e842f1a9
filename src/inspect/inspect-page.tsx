// The inspect page: a field for a host, what was found out about it, and a box for records that are pasted and looked up nowhere.

import { useLayoutEffect, useState } from 'preact/hooks';
import { say, Words } from '../ui/words.tsx';
import { InspectedSite } from './inspected-site.tsx';
import { SiteField } from './site-field.tsx';
import { readSiteInput, siteText } from './site-input.ts';
import { useInspection } from './use-inspection.ts';

interface InspectPageProps {
  /** What was wanted when the page was opened; empty for nothing yet. */
  input: string;
  isPrivate: boolean;
}

export function InspectPage({ input, isPrivate }: InspectPageProps) {
  const [first] = useState(() => (input === '' ? null : readSiteInput(input)));
  const { inspection, inspect } = useInspection(isPrivate);
  // Not in useEffect: in a tab behind it runs seconds after the first paint.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, with what the page was opened for
  useLayoutEffect(() => {
    if (first?.ok) inspect(first.value);
  }, []);

  return (
    <main>
      <header>
        <img src="icons/app-48.png" alt="" width="40" height="40" />
        <h1>{say('inspect_heading')}</h1>
      </header>
      <SiteField
        text={first?.ok ? siteText(first.value) : input}
        problem={first === null || first.ok ? null : first.error}
        onSite={(site) => inspect(site)}
      />
      {isPrivate && <p class="hint">{say('inspect_private')}</p>}
      <p class="status" role="status">
        {inspection?.isPending && <Words sentence={{ key: 'inspect_pending', args: [inspection.site.host] }} />}
        {inspection?.isFailed && say('inspect_no_answer')}
      </p>
      {inspection?.answer && (
        <InspectedSite
          key={siteText(inspection.site)}
          site={inspection.site}
          answer={inspection.answer}
          isPending={inspection.isPending}
          again={() => inspect(inspection.site, { again: true })}
        />
      )}
    </main>
  );
}
