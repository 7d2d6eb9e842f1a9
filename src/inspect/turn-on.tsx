// For the owner of a site without ECH: how to turn it on. Said is what public sources of the makers say, and no more.

import type { MessageKey } from '../shared/sentence.ts';
import { say } from '../ui/words.tsx';

/** Cloudflare fills in the account and the zone of whoever is logged in. */
const CLOUDFLARE = 'https://dash.cloudflare.com/?to=/:account/:zone/ssl-tls/edge-certificates';

const STEPS: readonly MessageKey[] = [
  'turn_on_cloudflare_login',
  'turn_on_cloudflare_zone',
  'turn_on_cloudflare_page',
  'turn_on_cloudflare_switch',
];

const SERVERS: readonly MessageKey[] = ['turn_on_caddy', 'turn_on_openssl', 'turn_on_go', 'turn_on_boringssl'];

export function TurnOn() {
  return (
    <section class="turn-on" aria-labelledby="turn-on">
      <h2 id="turn-on">{say('turn_on')}</h2>
      <p>{say('turn_on_intro')}</p>
      <div class="ways">
        <div>
          <h3>{say('turn_on_cloudflare')}</h3>
          <ol>
            {STEPS.map((step) => (
              <li key={step}>{say(step)}</li>
            ))}
          </ol>
          <a href={CLOUDFLARE} target="_blank" rel="noreferrer">
            {say('turn_on_cloudflare_link')}
          </a>
        </div>
        <div>
          <h3>{say('turn_on_others')}</h3>
          <ul>
            {SERVERS.map((server) => (
              <li key={server}>{say(server)}</li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  );
}
