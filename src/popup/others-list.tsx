// The page's other hosts as a bar with its key and as a list, worst first, with their connections on demand.

import { useState } from 'preact/hooks';
import { describeHost } from '../assess/words.ts';
import { WORST_FIRST } from '../shared/host-states.ts';
import type { HostReport, HostState, OthersReport } from '../shared/report.ts';
import { keyOf, type MessageKey } from '../shared/sentence.ts';
import { Chevron } from '../ui/glyphs.tsx';
import { Name } from '../ui/name.tsx';
import { markOf } from '../ui/sight.tsx';
import { say, Words } from '../ui/words.tsx';
import { AndMore } from './and-more.tsx';
import { ConnectionWords } from './connection-line.tsx';

const stateWord = (state: HostState): MessageKey => (state === 'unknown' ? 'popup_not_known' : keyOf('host', state));

export function OthersList({ others }: { others: OthersReport }) {
  const { counts, hosts, isCapped, total } = others;
  const [isExpanded, setExpanded] = useState(false);
  return (
    <>
      <Bar counts={counts} />
      <button type="button" class="plain more-of" aria-expanded={isExpanded} onClick={() => setExpanded(!isExpanded)}>
        {say('popup_connections')} <Chevron class="chevron" size={14} />
      </button>
      <ul>
        {hosts.items.map((host) => (
          <Host key={host.host} host={host} word={stateWord(host.state)} showsConnection={isExpanded} />
        ))}
      </ul>
      {hosts.more > 0 && (
        <p class="note">
          <AndMore count={hosts.more} />
        </p>
      )}
      {isCapped && <p class="note">{say('popup_others_capped', { count: total })}</p>}
    </>
  );
}

/** A piece for each state, as long as its share, and the counts in words. */
function Bar({ counts }: { counts: OthersReport['counts'] }) {
  const pieces = WORST_FIRST.flatMap((state) => {
    const count = counts[state];
    return count === undefined ? [] : [{ state, count }];
  });
  return (
    <>
      <div class="bar" aria-hidden="true">
        {pieces.map(({ state, count }) => (
          <i key={state} class={`piece ${state}`} style={{ flexGrow: count }} />
        ))}
      </div>
      <p class="key">
        {pieces.map(({ state, count }) => (
          <span key={state} class="told">
            {say('popup_count_of', { count }, { label: say(stateWord(state)) })}{' '}
          </span>
        ))}
      </p>
    </>
  );
}

interface HostProps {
  host: HostReport;
  word: MessageKey;
  /** Whether its connection is told. */
  showsConnection: boolean;
}

function Host({ host: { host, state, how, connection }, word, showsConnection }: HostProps) {
  const Mark = markOf(state);
  return (
    <li class="host">
      <span class="whose">
        <Name name={host} atMost={showsConnection ? undefined : SHORT} />
      </span>
      <span class={`cell ${state}`}>
        {say(word)}
        <Mark class="mark" />
      </span>
      <small class="note">
        <Words sentence={describeHost({ how })} />
      </small>
      {showsConnection && (
        <small class="note">
          <ConnectionWords connection={connection} />
        </small>
      )}
    </li>
  );
}

/** Characters of a name as long as not everything is shown. */
const SHORT = 64;
