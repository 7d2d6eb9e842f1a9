// The list of the page's other hosts, worst first, with their connections on demand.

import { useState } from 'preact/hooks';
import { describeHost } from '../assess/words.ts';
import type { HostReport, HostState, OthersReport } from '../shared/report.ts';
import { keyOf, type MessageKey } from '../shared/sentence.ts';
import { Chevron } from '../ui/glyphs.tsx';
import { Name } from '../ui/name.tsx';
import { markOf } from '../ui/sight.tsx';
import { say, Words } from '../ui/words.tsx';
import { AndMore } from './and-more.tsx';
import { ConnectionWords } from './connection-line.tsx';

interface OthersListProps {
  others: OthersReport;
  /** Of each state. */
  stateWord(state: HostState): MessageKey;
}

export function OthersList({ others: { hosts, isCapped, total }, stateWord }: OthersListProps) {
  const [isExpanded, setExpanded] = useState(false);
  return (
    <>
      <div class="heading">
        <button type="button" class="plain more" aria-expanded={isExpanded} onClick={() => setExpanded(!isExpanded)}>
          {say('popup_connections')} <Chevron class="chevron" size={14} />
        </button>
      </div>
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

interface HostProps {
  host: HostReport;
  word: MessageKey;
  /** Whether its connection is told. */
  showsConnection: boolean;
}

function Host({ host: { host, state, evidence, how, connection }, word, showsConnection }: HostProps) {
  const Mark = markOf(state);
  return (
    <li class="host">
      <span class="whose">
        <Name name={host} atMost={showsConnection ? undefined : SHORT} />
      </span>
      <span class={`cell ${state}`}>
        <span class={`what ${evidence}`} title={say(keyOf('evidence', evidence))}>
          {say(word)}
        </span>
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
