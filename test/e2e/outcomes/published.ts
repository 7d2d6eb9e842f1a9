// What sites publish and serve: the browser asks a DoH server that tells the truth, and nothing stands between.

import { words } from '../words.ts';
import { afterwards, at, type Row, row } from './row.ts';

export const PUBLISHED: Row[] = [
  row(
    'hidden',
    'hidden',
    at('https://hidden.example/'),
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → likely-hidden (inferred)',
  ),
  row(
    'a stale key, retried',
    'stale',
    at('https://stale.example/'),
    'ECH as public.example, after ECH was refused → hidden (measured)',
    'ECH as public.example, after ECH was refused → likely-hidden (inferred)',
  ),
  row(
    'asked for a second hello',
    'hello-retry',
    at('https://hello-retry.example/'),
    'ECH as public.example, at the second hello → hidden (measured)',
    'ECH as public.example, at the second hello → likely-hidden (inferred)',
  ),
  row(
    'a public name of the same owner',
    'owner',
    at('https://owner.example/'),
    'ECH as cover.owner.example → hidden (measured): same-owner',
    'ECH as cover.owner.example → likely-hidden (inferred): same-owner',
  ),
  row(
    'published, but switched off',
    'off',
    at('https://off.example/'),
    'TLS 1.3 as off.example, after ECH was refused → offered-not-used (measured): not-yet-known',
    'TLS 1.3 as off.example, after ECH was refused → likely-hidden (inferred)',
  ),
  row(
    'dropped by the server in mid-session',
    'busy',
    afterwards('https://busy.example/', 'https://busy.example/later', async ({ lab }) => {
      await lab.server.change('busy', { keys: [] });
      await lab.server.drop('busy');
    }),
    'TLS 1.3 as busy.example, after ECH was refused → offered-not-used (measured): not-yet-known',
    'TLS 1.3 as busy.example, after ECH was refused → likely-hidden (inferred)',
    { firefox: words('downgrade_measured') },
  ),
  row(
    'the browser is told of no ech',
    'stripped',
    at('https://stripped.example/'),
    'TLS 1.3 as stripped.example → offered-not-used (measured): not-yet-known',
    'TLS 1.3 as stripped.example → likely-hidden (inferred)',
  ),
  row(
    'a record without ech',
    'noech',
    at('https://noech.example/'),
    'TLS 1.3 as noech.example → exposed (measured): no-ech',
    'TLS 1.3 as noech.example → exposed (inferred): no-ech',
  ),
  row(
    'no record',
    'plain',
    at('https://plain.example/'),
    'TLS 1.3 as plain.example → exposed (measured): no-record',
    'TLS 1.3 as plain.example → exposed (inferred): no-record',
  ),
  row(
    'a malformed list',
    'malformed',
    at('https://malformed.example/'),
    'TLS 1.3 as malformed.example → exposed (measured): unusable',
    'nothing asked → unknown (unknown): unusable',
  ),
  row(
    'an alias',
    'alias',
    at('https://alias.example/'),
    'TLS 1.3 as alias.example → exposed (measured): alias',
    'TLS 1.3 as alias.example → exposed (inferred): alias',
  ),
  row(
    'a record with a port',
    'port',
    at('https://port.example/'),
    'ECH as public.example → hidden (measured)',
    'TLS 1.3 as port.example → exposed (inferred): unusable',
  ),
  row(
    'no certificate for the cover name',
    'bad-cover',
    at('https://bad-cover.example/'),
    'ECH refused, nothing asked → unknown (unknown): load-failed',
    'ECH refused, nothing asked → unknown (unknown): ech-error',
  ),
  row(
    'the network resets what has ECH',
    'blocked',
    at('https://blocked.example/'),
    'ECH refused, nothing asked → unknown (unknown): ech-blocked',
    'ECH refused, nothing asked → unknown (unknown): ech-blocked',
  ),
  row(
    'intercepted',
    'intercepted',
    at('https://intercepted.example/'),
    'TLS 1.3 as intercepted.example → intercepted (measured): added-root',
    'TLS 1.3 as intercepted.example → exposed (inferred): no-record',
  ),
  row(
    'a name that does not exist',
    'gone',
    at('https://gone.example/'),
    'nothing asked → unknown (unknown): load-failed',
    'nothing asked → unknown (unknown): load-failed',
  ),
  row(
    'an address',
    'ip',
    at('https://127.0.0.1/'),
    'TLS 1.3 as nobody → not-applicable (measured)',
    'TLS 1.3 as nobody → not-applicable (measured)',
  ),
  row(
    'a page of the browser',
    'none',
    at('about:blank'),
    'nothing asked → not-applicable (measured)',
    'nothing asked → not-applicable (measured)',
  ),
];

/** The same kinds once more, by other records: for `npm run test:full`. Unit tests have all of them. */
export const PUBLISHED_OTHERWISE: Row[] = [
  row(
    'behind the cover of millions',
    'shared-cover',
    at('https://shared-cover.example/'),
    'ECH as cloudflare-ech.com → hidden (measured)',
    'ECH as cloudflare-ech.com → likely-hidden (inferred)',
  ),
  row(
    'a CNAME',
    'cname',
    at('https://cname.example/'),
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → likely-hidden (inferred)',
  ),
  row(
    'port 8443',
    'hidden-8443',
    at('https://hidden.example:8443/'),
    'ECH as public.example, port 8443 → hidden (measured)',
    'ECH as public.example, port 8443 → likely-hidden (inferred)',
  ),
  row(
    'an unknown version beside a good one',
    'versions',
    at('https://versions.example/'),
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → likely-hidden (inferred)',
  ),
  row(
    'an internationalised name',
    'international',
    at('https://xn--bcher-kva.example/'),
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → likely-hidden (inferred)',
  ),
  row(
    'one record with ech, one without',
    'mixed',
    at('https://mixed.example/'),
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → likely-hidden (inferred)',
  ),
  row(
    'only TLS 1.2',
    'tls12',
    at('https://tls12.example/'),
    'TLS 1.2 as tls12.example, after ECH was refused → offered-not-used (measured): not-yet-known',
    'TLS 1.2 as tls12.example, after ECH was refused → likely-hidden (inferred)',
  ),
  row(
    'the cover name itself',
    'public',
    at('https://public.example/'),
    'TLS 1.3 as public.example → exposed (measured): no-record',
    'TLS 1.3 as public.example → exposed (inferred): no-record',
  ),
  row(
    'a mandatory key that nobody knows',
    'mandatory',
    at('https://mandatory.example/'),
    'TLS 1.3 as mandatory.example → exposed (measured): unusable',
    'TLS 1.3 as mandatory.example → exposed (inferred): unusable',
  ),
  row(
    'intercepted, with ECH',
    'intercepted-ech',
    at('https://intercepted-ech.example/'),
    'ECH as public.example → intercepted (measured): added-root',
    'ECH as public.example → likely-hidden (inferred)',
  ),
  row(
    'a target name elsewhere',
    'target',
    at('https://target.example/'),
    'TLS 1.3 as target.example → offered-not-used (measured): unusable',
    'TLS 1.3 as target.example → exposed (inferred): unusable',
  ),
];
