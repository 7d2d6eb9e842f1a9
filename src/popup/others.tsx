// The page's other hosts: the numbers in a sentence and as a bar, and the list on demand, worst first. In Chrome opening the list
// asks the resolver, which the summary says before. The list is loaded when it is opened.

import { describeOthers } from '../assess/words.ts';
import type { Send } from '../platform/report-port.ts';
import { WORST_FIRST } from '../shared/host-states.ts';
import type { HostState, OthersReport } from '../shared/report.ts';
import { keyOf, type MessageKey, sentence } from '../shared/sentence.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { Chevron } from '../ui/glyphs.tsx';
import { useAction } from '../ui/use-action.ts';
import { say, Words } from '../ui/words.tsx';

const stateWord = (state: HostState): MessageKey => (state === 'unknown' ? 'popup_not_known' : keyOf('host', state));

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
        <h2>{say('popup_others')}</h2>
        <span class="statement">{say('popup_others_none')}</span>
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
          <h2>{say('popup_others')}</h2>
          <span class="statement">
            <Words sentence={describeOthers(others)} />
          </span>
          <Chevron class="chevron" size={14} />
          <Bar counts={counts} />
          <Asks others={others} />
        </summary>
        <ActionFailure of={loading} />
        <ActionFailure of={asking} />
        {loading.state.kind === 'done' && <loading.state.result.OthersList others={others} stateWord={stateWord} />}
      </details>
    </section>
  );
}

/** A piece for each state, as long as its share. Height and pattern tell them apart, and the words do for those who see neither. */
function Bar({ counts }: { counts: OthersReport['counts'] }) {
  const pieces = WORST_FIRST.flatMap((state) => {
    const count = counts[state];
    return count === undefined ? [] : [{ state, count }];
  });
  return (
    <span class="bar">
      {pieces.map(({ state, count }) => (
        <span key={state} class={`piece ${state}`} style={{ flexGrow: count }}>
          <span class="unseen">{`${say(stateWord(state))}: ${count}. `}</span>
        </span>
      ))}
    </span>
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
