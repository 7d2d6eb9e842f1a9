// What the site publishes: a statement, and behind it all that was found, which is loaded when it is opened.

import { describePublished } from '../assess/words.ts';
import type { SiteReport } from '../shared/report.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { Chevron } from '../ui/glyphs.tsx';
import { useAction } from '../ui/use-action.ts';
import { say, Words } from '../ui/words.tsx';

export function Published({ report }: { report: SiteReport }) {
  const { published } = report;
  const loading = useAction(() => import('./published-facts.tsx'), 'failed_part');
  const statement = (
    <>
      <h3>{say('popup_published')}</h3>
      <span class="statement">
        <Words sentence={describePublished(report)} />
      </span>
    </>
  );
  return (
    <section class="published">
      {published.queryName === null ? (
        statement
      ) : (
        <details onToggle={({ currentTarget }) => currentTarget.open && loading.state.kind !== 'done' && loading.run()}>
          <summary>
            {statement}
            <Chevron class="chevron" size={14} />
          </summary>
          <ActionFailure of={loading} />
          {loading.state.kind === 'done' && <loading.state.result.PublishedFacts published={published} />}
        </details>
      )}
    </section>
  );
}
