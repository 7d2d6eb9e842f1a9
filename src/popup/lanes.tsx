// The same page two ways, from you past the network to the site: what the network reads on its way and, with ECH, what is sealed
// inside and who opens it. The way that applies is lit and told in full; the other is kept short.

import { describeAnonymity } from '../assess/words.ts';
import type { Lane, SeenName, SiteReport } from '../shared/report.ts';
import type { MessageKey } from '../shared/sentence.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Device, Eye, Globe, Lock, Server } from '../ui/glyphs.tsx';
import { Name } from '../ui/name.tsx';
import { say, Words } from '../ui/words.tsx';

export function Lanes({ report }: { report: SiteReport }) {
  if (report.lanes.length === 0) return null;
  return (
    <section class="lanes" aria-label={say('popup_lanes')}>
      <ul>
        {report.lanes.map((lane) => (
          <li key={lane.id} class={`lane ${lane.id} ${lane.applies === 'no' ? 'other' : 'lit'}`}>
            <h2>
              {say(lane.id === 'with-ech' ? 'popup_lane_with_ech' : 'popup_lane_without_ech')}
              {lane.applies !== 'no' && <span class="applies">{say(APPLIES[lane.applies])}</span>}
            </h2>
            <Way lane={lane} />
            {lane.applies === 'no' ? <Outside lane={lane} /> : <Packet lane={lane} report={report} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Characters of a name that stands in full elsewhere in the popup. */
const AGAIN = 44;

const APPLIES: Record<'measured' | 'inferred', MessageKey> = {
  measured: 'popup_lane_measured',
  inferred: 'popup_lane_inferred',
};

const STOPS: [glyph: typeof Eye, label: MessageKey][] = [
  [Device, 'popup_stop_you'],
  [Eye, 'popup_stop_network'],
  [Server, 'popup_stop_provider'],
  [Globe, 'popup_stop_site'],
];

/** Whom the packet passes. What seals it ends at the provider; what happens behind it nobody outside knows. */
function Way({ lane: { id, applies } }: { lane: Lane }) {
  const stops = STOPS.filter(([Glyph]) => id === 'with-ech' || Glyph !== Server);
  return (
    <ol class="way" aria-hidden="true">
      {stops.map(([Glyph, label], index) => (
        <li key={label} class={`stop ${label === 'popup_stop_network' ? 'watcher' : ''}`}>
          {index > 0 && <i class={stops[index - 1]?.[0] === Server ? 'wire beyond' : 'wire'} />}
          <span class="dot">
            <Glyph size={14} />
          </span>
          {applies !== 'no' && <span class="label">{say(label)}</span>}
        </li>
      ))}
    </ol>
  );
}

/** What should be read instead of the name is a hope; that the name can be read is not. */
function readsKey({ id, applies }: Lane): MessageKey {
  if (applies === 'measured') return 'popup_reads';
  if (applies === 'no') return 'popup_would_read';
  return id === 'with-ech' ? 'popup_should_read' : 'popup_can_probably_read';
}

/** That the name is known from DNS alone is said before it in the packet, where it has a line of its own. */
function Outside({ lane }: { lane: Lane }) {
  const { reads, applies } = lane;
  const pill = reads.kind === 'public' && <EvidencePill evidence={reads.evidence} />;
  return (
    <p class="outside">
      <span class="reads">{say(readsKey(lane))}</span> {applies !== 'no' && pill}{' '}
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
      <Outside lane={lane} />
      {lane.id === 'with-ech' && (
        <>
          {anonymityNote !== null && (
            <small class="crowd">
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
