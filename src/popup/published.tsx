// What the site publishes: a statement, and behind it all that was found, which is loaded when it is opened.

import type { PublishedReport } from '../shared/report.ts';
import { Chevron } from '../ui/glyphs.tsx';
import { say, Words } from '../ui/words.tsx';
import { useLater } from './use-later.ts';

export function Published({ published }: { published: PublishedReport }) {
  const [Facts, loadFacts] = useLater(() =>
    import('./published-facts.tsx').then(({ PublishedFacts }) => PublishedFacts),
  );
  const statement = (
    <>
      <h2>{say('popup_published')}</h2>
      <span class="statement">
        <Words sentence={published.statement} />
      </span>
    </>
  );
  return (
    <section class="published">
      {published.queryName === null ? (
        statement
      ) : (
        <details onToggle={loadFacts}>
          <summary>
            {statement}
            <Chevron class="chevron" size={14} />
          </summary>
          {Facts !== null && <Facts published={published} />}
        </details>
      )}
    </section>
  );
}
