// The page's other hosts: the numbers in a sentence and as a bar, and the list on demand, worst first. In Chrome opening the list
// asks the resolver, which the summary says before.

import { useState } from 'preact/hooks';
import type { PortRequest } from '../shared/messages.ts';
import type { HostReport, HostState, MessageKey, OthersReport } from '../shared/report.ts';
import { EVIDENCE_WORDS } from '../ui/evidence-pill.tsx';
import { Chevron, Eye, EyeShut, Question } from '../ui/glyphs.tsx';
import { Name } from '../ui/name.tsx';
import { say, Words } from '../ui/words.tsx';
import { AndMore } from './and-more.tsx';
import { ConnectionWords } from './connection-words.tsx';

/** Each state's word and its mark, worst first. */
const STATES: Record<HostState, [word: MessageKey, mark: typeof Eye]> = {
  clear: ['host_clear', Eye],
  intercepted: ['host_intercepted', Eye],
  named: ['host_named', Eye],
  'likely-named': ['host_likely_named', Eye],
  'partly-hidden': ['host_partly_hidden', Eye],
  unknown: ['popup_not_known', Question],
  'likely-hidden': ['host_likely_hidden', EyeShut],
  hidden: ['host_hidden', EyeShut],
};

interface OthersProps {
  /** Null: none so far. Its place is kept, since most pages reach others soon. */
  others: OthersReport | null;
  send: (request: PortRequest) => void;
}

export function Others({ others, send }: OthersProps) {
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
    const { open } = currentTarget as HTMLDetailsElement;
    if (open && asks?.state === 'when-opened' && counts.unknown !== undefined) send({ kind: 'look-up-hosts' });
  };
  return (
    <section class="others">
      <details onToggle={opened}>
        <summary>
          <h2>{say('popup_others')}</h2>
          <span class="statement">
            <Words sentence={others.statement} />
          </span>
          <Chevron class="chevron" size={14} />
          <Bar counts={counts} />
          <Asks others={others} />
        </summary>
        <List others={others} />
      </details>
    </section>
  );
}

/** A piece for each state, as long as its share. Height and pattern tell them apart, and the words do for those who see neither. */
function Bar({ counts }: { counts: OthersReport['counts'] }) {
  const pieces = (Object.keys(STATES) as HostState[]).flatMap((state) => {
    const count = counts[state];
    return count === undefined ? [] : [{ state, count }];
  });
  return (
    <span class="bar">
      {pieces.map(({ state, count }) => (
        <span key={state} class={`piece ${state}`} style={{ flexGrow: count }}>
          <span class="unseen">{`${say(STATES[state][0])}: ${count}. `}</span>
        </span>
      ))}
    </span>
  );
}

const ASKS = {
  'when-opened': 'popup_asks_when_opened',
  pending: 'popup_asks_pending',
  done: 'popup_asks_done',
} as const;

function Asks({ others: { asks, counts } }: { others: OthersReport }) {
  // Nothing is left to ask where all is known.
  if (asks === null || (asks.state === 'when-opened' && counts.unknown === undefined)) return null;
  const { resolver, state } = asks;
  return (
    <small>
      <Words
        sentence={{
          key: ASKS[state],
          args: state === 'when-opened' ? [resolver, String(counts.unknown)] : [resolver],
        }}
      />
    </small>
  );
}

function List({ others: { hosts, isCapped, total } }: { others: OthersReport }) {
  const [told, setTold] = useState(false);
  return (
    <>
      <div class="heading">
        <button type="button" class="plain more" aria-expanded={told} onClick={() => setTold(!told)}>
          {say('popup_connections')} <Chevron class="chevron" size={14} />
        </button>
      </div>
      <ul>
        {hosts.items.map((host) => (
          <Host key={host.host} host={host} told={told} />
        ))}
      </ul>
      {hosts.more > 0 && (
        <p class="note">
          <AndMore count={hosts.more} />
        </p>
      )}
      {isCapped && <p class="note">{say('popup_others_capped', String(total))}</p>}
    </>
  );
}

function Host({ host: { host, state, evidence, how, connection }, told }: { host: HostReport; told: boolean }) {
  const [word, Mark] = STATES[state];
  return (
    <li class="host">
      <span class="whose">
        <Name name={host} atMost={told ? undefined : SHORT} />
      </span>
      <span class={`cell ${state}`}>
        <span class={`what ${evidence}`} title={say(EVIDENCE_WORDS[evidence])}>
          {say(word)}
        </span>
        <Mark class="mark" />
      </span>
      <small class="note">
        <Words sentence={how} />
      </small>
      {told && (
        <small class="note">
          <ConnectionWords connection={connection} />
        </small>
      )}
    </li>
  );
}

/** Characters of a name as long as not everything is shown. */
const SHORT = 64;
