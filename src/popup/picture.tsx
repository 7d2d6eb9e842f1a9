// How the page came, from you past the network to the site, and what the network reads on its way. With ECH the front server opens
// what hides the name; behind it nobody outside sees.

import { describeAnonymity } from '../assess/words.ts';
import type { Lane, SeenName, SiteReport } from '../shared/report.ts';
import type { AnonymityNote } from '../shared/report-kinds.ts';
import { keyOf, type MessageKey } from '../shared/sentence.ts';
import { Device, Globe, Server } from '../ui/glyphs.tsx';
import { Name } from '../ui/name.tsx';
import { Eye } from '../ui/sight.tsx';
import { say, Words } from '../ui/words.tsx';

type Shown = Pick<SiteReport, 'anonymityNote' | 'icon'>;

/** A way that was taken, or should have been. */
export function Picture({ lane, report }: { lane: Lane; report: Shown }) {
  const { anonymityNote } = report;
  return (
    <div class={`lane ${lane.id} lit`}>
      <Way lane={lane} note={anonymityNote} />
      <div class="packet">
        <p class="outside">
          <span class="reads">{say(readsKey(lane, report))}</span> <Seen seen={lane.reads} />
        </p>
        {lane.id === 'with-ech' && anonymityNote !== null && (
          <small class="anonymity">
            <Words sentence={describeAnonymity(anonymityNote)} />
          </small>
        )}
      </div>
    </div>
  );
}

/** A way that was not taken, in one sentence. */
export const Counterfactual = ({ lane: { id, reads } }: { lane: Lane }) => (
  <p class="lane other">
    {say(keyOf('popup_lane', id))} <Seen seen={reads} />
  </p>
);

const STOPS = [
  ['you', Device],
  ['network', Eye],
  ['provider', Server],
  ['site', Globe],
] as const;

function Way({ lane: { id }, note }: { lane: Lane; note: AnonymityNote | null }) {
  const stops = STOPS.filter(([stop]) => id === 'with-ech' || stop !== 'provider');
  return (
    <ol class="way" aria-hidden="true">
      {stops.map(([stop, Glyph], index) => (
        <li key={stop} class={`stop ${stop === 'network' ? 'watcher' : ''}`}>
          {index > 0 && <i class={stops[index - 1]?.[0] === 'provider' ? 'wire beyond' : 'wire'} />}
          <span class="dot">
            <Glyph size={14} />
          </span>
          <span class="label">{(stop === 'provider' && operatorIn(note)) || say(keyOf('popup_stop', stop))}</span>
        </li>
      ))}
    </ol>
  );
}

function operatorIn(note: AnonymityNote | null): string | null {
  const operator = note?.kind === 'shared-provider' ? note.args[0] : undefined;
  return operator !== undefined && 'label' in operator ? operator.label : null;
}

/** What should be read instead of the name is a hope, and what is, follows from DNS; that the name itself can be read does not. */
function readsKey({ id, applies, reads }: Lane, { icon }: Shown): MessageKey {
  const isMeasured = applies === 'measured';
  // The network read the name elsewhere, or it may have.
  if (id === 'with-ech' && icon === 'partly-hidden') return isMeasured ? 'popup_shows' : 'popup_should_show';
  if (!isMeasured) return id === 'with-ech' ? 'popup_should_read' : 'popup_can_probably_read';
  return reads.kind === 'public' ? 'popup_reads_cover' : 'popup_reads';
}

function Seen({ seen }: { seen: SeenName }) {
  return (
    <span class="written">
      {seen.kind === 'site' || seen.kind === 'public' ? (
        <Name name={seen.name} />
      ) : (
        <em>{say(seen.kind === 'cover' ? 'popup_cover_name' : 'popup_not_known')}</em>
      )}
    </span>
  );
}
