// The same page two ways, as a packet on its way from you to the site: what is written on the outside, and, with ECH, what
// is sealed inside. The way that applies is lit; the other is kept short.

import type { Lane, MessageKey, SeenName, SiteReport } from '../shared/report.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Device, Eye, Globe, Lock } from '../ui/glyphs.tsx';
import { Name } from '../ui/name.tsx';
import { say } from '../ui/words.tsx';

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
            <Journey lane={lane} host={report.site.host} />
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

/** What should be read instead of the name is a hope; that the name can be read is not. */
function readsKey({ id, applies }: Lane): MessageKey {
  if (applies === 'measured') return 'popup_reads';
  if (applies === 'no') return 'popup_would_read';
  return id === 'with-ech' ? 'popup_should_read' : 'popup_can_probably_read';
}

function Journey({ lane, host }: { lane: Lane; host: string }) {
  return (
    <div class="journey">
      <Device />
      <i class="wire" />
      <div class="packet">
        <p class="outside">
          <span class="reads">
            <Eye class="watcher" size={14} /> {say(readsKey(lane))}
          </span>
          <span class="written">
            <Seen seen={lane.reads} atMost={lane.applies === 'no' ? AGAIN : undefined} />{' '}
            {lane.reads.kind === 'public' && <EvidencePill evidence={lane.reads.evidence} />}
          </span>
        </p>
        {lane.id === 'with-ech' && lane.applies !== 'no' && (
          <p class="inside">
            <Lock class="lock" size={13} />
            <span>
              <span class="unseen">{say('popup_sealed')} </span>
              <Name name={host} atMost={AGAIN} />
            </span>
          </p>
        )}
      </div>
      <i class="wire" />
      <Globe />
    </div>
  );
}

function Seen({ seen, atMost }: { seen: SeenName; atMost: number | undefined }) {
  if (seen.kind === 'site' || seen.kind === 'public') return <Name name={seen.name} lit atMost={atMost} />;
  return <em>{say(seen.kind === 'cover' ? 'popup_cover_name' : 'popup_not_known')}</em>;
}
