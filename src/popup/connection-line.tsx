// How the page was reached, in the words of TLS and HTTP. That Chrome tells neither certificates nor proxies stands with the proxy.

import type { SiteReport } from '../shared/report.ts';
import { connectionWords } from '../ui/connection-words.ts';
import { say } from '../ui/words.tsx';
import { ConnectionWords } from './connection-words.tsx';

export function ConnectionLine({ report: { connection, site } }: { report: SiteReport }) {
  if (connection === null || connectionWords(connection).length === 0) return null;
  return (
    <section class="connection">
      <h2>{say('popup_connection')}</h2>
      <p>
        <ConnectionWords connection={connection} />
        {connection.tlsVersion === null && site.scheme === 'https' && (
          <span class="told">{say('popup_connection_untold')}</span>
        )}
      </p>
    </section>
  );
}
