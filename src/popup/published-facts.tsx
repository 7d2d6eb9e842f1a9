// The published configuration field by field, and what each client makes of it: behind the statement, loaded when it is opened.

import { describeClient } from '../assess/words.ts';
import { aeadName, kdfName, kemName, nameOrNumber } from '../ech/algorithm-names.ts';
import { formatArgument } from '../platform/words.ts';
import type { ExtendedError } from '../shared/lookup.ts';
import type { ClientName, ClientOutcome, PublishedConfig, PublishedReport, Some } from '../shared/report.ts';
import type { MessageKey } from '../shared/sentence.ts';
import { Fact } from '../ui/fact.tsx';
import { visibleText } from '../ui/host-name.ts';
import { Name } from '../ui/name.tsx';
import { say, Words } from '../ui/words.tsx';
import { AndMore } from './and-more.tsx';

const CLIENTS: Record<ClientName, MessageKey> = {
  rfc: 'popup_client_rfc',
  chromium: 'popup_client_chromium',
  firefox: 'popup_client_firefox',
};

const OUTCOMES: Record<ClientOutcome['outcome'], MessageKey> = {
  hides: 'popup_outcome_hides',
  shows: 'popup_outcome_shows',
  'cannot-connect': 'popup_outcome_cannot_connect',
};

export function PublishedFacts({ published }: { published: PublishedReport }) {
  return (
    <>
      <Facts published={published} />
      {published.clients.length > 0 && <Clients clients={published.clients} />}
    </>
  );
}

function Facts({ published }: { published: PublishedReport }) {
  const { queryName, recordCount, alpn, ttlSeconds, authenticated, subnetOptOut } = published;
  return (
    <dl class="facts">
      {queryName !== null && (
        <Fact label="popup_query_name">
          <Name name={queryName} />
        </Fact>
      )}
      {authenticated !== null && <Fact label="popup_record_count">{String(recordCount)}</Fact>}
      {published.configs.items.map((config, index) => (
        <Config key={`${config.configId}-${index}`} config={config} />
      ))}
      {published.configs.more > 0 && (
        <Fact label="popup_config_id">
          <AndMore count={published.configs.more} />
        </Fact>
      )}
      {alpn.items.length > 0 && (
        <Fact label="popup_alpn">
          <Code text={alpn.items.join(', ')} /> <AndMore count={alpn.more} />
        </Fact>
      )}
      {ttlSeconds !== null && <Fact label="popup_ttl">{formatArgument({ seconds: ttlSeconds })}</Fact>}
      {authenticated !== null && (
        <Fact label="popup_dnssec">{say(authenticated ? 'popup_dnssec_validated' : 'popup_dnssec_not_validated')}</Fact>
      )}
      {subnetOptOut === 'refused' && <Fact label="popup_subnet">{say('popup_subnet_refused')}</Fact>}
      <ExtendedErrors errors={published.extendedErrors} />
    </dl>
  );
}

function Config({ config }: { config: PublishedConfig }) {
  return (
    <div class="config">
      <Fact label="popup_config_id">
        <Code text={String(config.configId)} />
      </Fact>
      <Fact label="popup_public_name">
        <Name name={config.publicName} />
      </Fact>
      <Fact label="popup_kem">
        <Code text={nameOrNumber(kemName(config.kemId), config.kemId)} />
      </Fact>
      <Fact label="popup_suites">
        {config.suites.items.map(({ kdfId, aeadId }, index) => (
          <Code
            key={index}
            text={`${nameOrNumber(kdfName(kdfId), kdfId)}, ${nameOrNumber(aeadName(aeadId), aeadId)}`}
          />
        ))}
        <AndMore count={config.suites.more} />
      </Fact>
      <Fact label="popup_maximum_name_length">{String(config.maximumNameLength)}</Fact>
    </div>
  );
}

function Clients({ clients }: { clients: ClientOutcome[] }) {
  return (
    <ul class="clients">
      {clients.map((row) => (
        <li key={row.client} class={row.outcome}>
          <strong>{say(CLIENTS[row.client])}</strong> {say(OUTCOMES[row.outcome])}
          <small>
            <Words sentence={describeClient(row)} />
          </small>
        </li>
      ))}
    </ul>
  );
}

const Code = ({ text }: { text: string }) => (
  <bdi dir="ltr" class="name code">
    {visibleText(text)}
  </bdi>
);

/** RFC 8914 §4, those that say that an answer was kept back or made up. */
const CODES: Record<number, MessageKey> = {
  4: 'popup_extended_error_forged',
  15: 'popup_extended_error_blocked',
  16: 'popup_extended_error_censored',
  17: 'popup_extended_error_filtered',
  18: 'popup_extended_error_prohibited',
};

/** RFC 8914: the resolver's own explanation. Its text is shown as text from outside. */
function ExtendedErrors({ errors }: { errors: Some<ExtendedError> }) {
  const { items, more } = errors;
  return items.map(({ code, text }, index) => {
    const words = CODES[code];
    return (
      <div class="fact" key={`${code}-${index}`}>
        <dt>{say('popup_resolver_says')}</dt>
        <dd>
          {words === undefined ? say('popup_extended_error', { code }) : say(words)}{' '}
          {text !== '' && <q>{<bdi>{visibleText(text)}</bdi>}</q>}
          {index === items.length - 1 && <AndMore count={more} />}
        </dd>
      </div>
    );
  });
}
