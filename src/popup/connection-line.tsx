// How the page was reached, in the words of TLS and HTTP. That Chrome tells neither certificates nor proxies stands with the proxy.

import { describeOwnRequests } from '../assess/words.ts';
import type { ConnectionReport, SiteReport } from '../shared/report.ts';
import { sentence } from '../shared/sentence.ts';
import { connectionWords } from '../ui/connection-words.ts';
import { visibleText } from '../ui/host-name.ts';
import { say, Words } from '../ui/words.tsx';

export function ConnectionLine({ report: { connection, ownRequests, site } }: { report: SiteReport }) {
  if (connection === null || connectionWords(connection).length === 0) return null;
  return (
    <section class="connection">
      <h3>{say('popup_connection')}</h3>
      <p>
        <ConnectionWords connection={connection} />
        {connection.tlsVersion === null && site.scheme === 'https' && (
          <span class="told">{say('popup_connection_unreported')}</span>
        )}
      </p>
      {ownRequests !== null && (
        <small>
          <Words sentence={describeOwnRequests(ownRequests)} />
        </small>
      )}
    </section>
  );
}

/** A connection in one line of small type. */
export function ConnectionWords({ connection }: { connection: ConnectionReport }) {
  return (
    <>
      {connectionWords(connection).map((word, index) => (
        <span key={index} class="told">
          <bdi dir="ltr">{visibleText(word)}</bdi>{' '}
        </span>
      ))}
      {connection.proxy !== null && (
        <span class="told">
          <Words sentence={sentence('popup_by_proxy', { host: connection.proxy })} />
        </span>
      )}
    </>
  );
}
