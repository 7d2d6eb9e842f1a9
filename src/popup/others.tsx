// The page's other hosts: the numbers in a few words, and the list on demand, which is loaded then. In Chrome opening it asks the
// resolver, which the summary says before.

import { describeGlance, describeOthers } from '../assess/words.ts';
import type { Send } from '../platform/report-port.ts';
import type { OthersReport } from '../shared/report.ts';
import { keyOf, sentence } from '../shared/sentence.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { Chevron } from '../ui/glyphs.tsx';
import { useAction } from '../ui/use-action.ts';
import { say, Words } from '../ui/words.tsx';

interface OthersProps {
  /** Null: none so far. Its place is kept, since most pages reach others soon. */
  others: OthersReport | null;
  send: Send;
}

export function Others({ others, send }: OthersProps) {
  const loading = useAction(() => import('./others-list.tsx'), 'failed_part');
  const asking = useAction(() => send({ kind: 'look-up-hosts' }), 'failed_page');
  if (others === null) {
    return (
      <section class="others">
        <h2 class="line">
          {say('popup_others')} <span class="said">{say('popup_others_none')}</span>
        </h2>
      </section>
    );
  }
  const { asks, counts } = others;
  const opened = ({ currentTarget }: Event) => {
    if (!(currentTarget as HTMLDetailsElement).open) return;
    if (loading.state.kind !== 'done') loading.run();
    if (asks?.state === 'when-opened' && counts.unknown !== undefined) asking.run();
  };
  return (
    <section class="others">
      <details onToggle={opened}>
        <summary>
          <h2 class="line">
            {say('popup_others')}{' '}
            <span class={`said ${others.glance.sees}`}>
              <Words sentence={describeGlance(others.glance)} />
            </span>
          </h2>
          <Chevron class="chevron" size={14} />
          <Asks others={others} />
        </summary>
        <p class="statement">
          <Words sentence={describeOthers(others)} />
        </p>
        <ActionFailure of={loading} />
        <ActionFailure of={asking} />
        {loading.state.kind === 'done' && <loading.state.result.OthersList others={others} />}
      </details>
    </section>
  );
}

function Asks({ others: { asks, counts } }: { others: OthersReport }) {
  // Nothing is left to ask where all is known.
  if (asks === null || (asks.state === 'when-opened' && counts.unknown === undefined)) return null;
  const { resolver, state } = asks;
  return (
    <small>
      <Words
        sentence={sentence(
          keyOf('popup_asks', state),
          { label: resolver },
          ...(state === 'when-opened' ? [{ count: counts.unknown ?? 0 }] : []),
        )}
      />
    </small>
  );
}
