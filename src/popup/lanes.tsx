// The same page two ways, from you past the network to the site: what the network reads on its way and, with ECH, what is sealed
// inside and who opens it. The way that applies is lit and told in full; the other is kept short.

import { describeAnonymity } from '../assess/words.ts';
import type { Lane, SeenName, SiteReport } from '../shared/report.ts';
import { keyOf, type MessageKey } from '../shared/sentence.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Device, Globe, Lock, Server } from '../ui/glyphs.tsx';
import { Name } from '../ui/name.tsx';
import { Eye } from '../ui/sight.tsx';
import { say, Words } from '../ui/words.tsx';

export function Lanes({ report }: { report: SiteReport }) {
  if (report.lanes.length === 0) return null;
  return (
    <section class="lanes" aria-label={say('popup_lanes')}>
      <ul>
        {report.lanes.map((lane) => (
          <li key={lane.id} class={`lane ${lane.id} ${lane.applies === 'no' ? 'other' : 'lit'}`}>
            <h2>
              {say(keyOf('popup_lane', lane.id))}
              {lane.applies !== 'no' && <span class="applies">{say(keyOf('popup_lane', lane.applies))}</span>}
            </h2>
            <Way lane={lane} />
            {lane.applies === 'no' ? <Outside lane={lane} report={report} /> : <Packet lane={lane} report={report} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Characters of a name that stands in full elsewhere in the popup. */
const AGAIN = 44;

const STOPS = [
  ['you', Device],
  ['network', Eye],
  ['provider', Server],
  ['site', Globe],
] as const;

/** Whom the packet passes. What seals it ends at the provider; what happens behind it nobody outside knows. */
function Way({ lane: { id, applies } }: { lane: Lane }) {
  const stops = STOPS.filter(([stop]) => id === 'with-ech' || stop !== 'provider');
  return (
    <ol class="way" aria-hidden="true">
      {stops.map(([stop, Glyph], index) => (
        <li key={stop} class={`stop ${stop === 'network' ? 'watcher' : ''}`}>
          {index > 0 && <i class={stops[index - 1]?.[0] === 'provider' ? 'wire beyond' : 'wire'} />}
          <span class="dot">
            <Glyph size={14} />
          </span>
          {applies !== 'no' && <span class="label">{say(keyOf('popup_stop', stop))}</span>}
        </li>
      ))}
    </ol>
  );
}

/** What should be read instead of the name is a hope; that the name can be read is not. */
function readsKey({ id, applies }: Lane, { icon }: Pick<SiteReport, 'icon'>): MessageKey {
  if (applies === 'no') return 'popup_would_read';
  // The network read the name elsewhere, or it may have.
  if (id === 'with-ech' && icon === 'partly-hidden')
    return applies === 'measured' ? 'popup_shows' : 'popup_should_show';
  if (applies === 'measured') return 'popup_reads';
  return id === 'with-ech' ? 'popup_should_read' : 'popup_can_probably_read';
}

/** That the name is known from DNS alone is said before it in the packet, where it has a line of its own. */
function Outside({ lane, report }: { lane: Lane; report: SiteReport }) {
  const { reads, applies } = lane;
  const pill = reads.kind === 'public' && <EvidencePill evidence={reads.evidence} />;
  return (
    <p class="outside">
      <span class="reads">{say(readsKey(lane, report))}</span> {applies !== 'no' && pill}{' '}
      <span class="written">
        <Seen seen={reads} atMost={applies === 'no' ? AGAIN : undefined} />
      </span>{' '}
      {applies === 'no' && pill}
    </p>
  );
}

function Packet({ lane, report }: { lane: Lane; report: SiteReport }) {
  const { anonymityNote, site } = report;
  return (
    <div class="packet">
      <Outside lane={lane} report={report} />
      {lane.id === 'with-ech' && (
        <>
          {anonymityNote !== null && (
            <small class="anonymity">
              <Words sentence={describeAnonymity(anonymityNote)} />
            </small>
          )}
          <p class="inside">
            <Lock class="lock" size={13} />
            <span>
              <span class="reads">{say('popup_sealed')}</span> <Name name={site.host} atMost={AGAIN} />
            </span>
          </p>
        </>
      )}
    </div>
  );
}

function Seen({ seen, atMost }: { seen: SeenName; atMost: number | undefined }) {
  if (seen.kind === 'site' || seen.kind === 'public') return <Name name={seen.name} lit atMost={atMost} />;
  return <em>{say(seen.kind === 'cover' ? 'popup_cover_name' : 'popup_not_known')}</em>;
}
