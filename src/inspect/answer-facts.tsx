// What the resolver's answer says beside the records: who was asked for what, when, for how long it is good, what the resolver
// vouches for and what it adds; and its bytes as they came.

import { decodeBase64 } from '../bytes/base64.ts';
import { encodeHex } from '../bytes/hex.ts';
import { formatArgument } from '../platform/words.ts';
import type { InspectAnswer } from '../shared/inspect.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { Age } from '../ui/age.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { Fact } from '../ui/fact.tsx';
import { Chevron } from '../ui/glyphs.tsx';
import { visibleText } from '../ui/host-name.ts';
import { Name } from '../ui/name.tsx';
import { say } from '../ui/words.tsx';
import type { InspectionStore } from './use-inspection.ts';

type Done = Extract<InspectAnswer, { state: 'done' }>;

interface AnswerFactsProps {
  answer: Done;
  isPending: boolean;
  asking: InspectionStore['asking'];
  again(): void;
}

export function AnswerFacts({ answer, isPending, asking, again }: AnswerFactsProps) {
  const { resolver, lookup, messages } = answer;
  const { queryName, outcome, authenticated, extendedErrors, answeredAtMs, durationMs, expiresAtMs, subnetOptOut } =
    lookup;
  const ttls = (outcome.sets ?? []).map(({ ttlSeconds }) => ttlSeconds);
  return (
    <section class="answer" aria-labelledby="answer">
      <h2 id="answer">{say('inspect_answer')}</h2>
      <dl>
        <Fact label="popup_query_name">
          <Name name={queryName} /> <bdi dir="ltr">HTTPS</bdi>
        </Fact>
        <Fact label="inspect_resolver">
          <bdi>{resolver.name}</bdi> {resolver.name !== resolver.host && <Name name={resolver.host} />}
        </Fact>
        <Fact label="inspect_answered">
          <Age atMs={answeredAtMs} />
          {' · '}
          {say(
            lookup.questions === 0 ? 'inspect_from_cache' : 'inspect_took_other',
            { milliseconds: durationMs },
            { count: lookup.questions },
          )}
        </Fact>
        {ttls.length > 0 && (
          <Fact label="inspect_ttl">{ttls.map((ttl) => formatArgument({ seconds: ttl })).join(' · ')}</Fact>
        )}
        <Fact label="inspect_kept_for">
          {formatArgument({ seconds: Math.max(0, Math.round((expiresAtMs - answeredAtMs) / 1000)) })}
        </Fact>
        {outcome.kind !== 'failed' && (
          <Fact label="popup_dnssec">
            {say(authenticated ? 'popup_dnssec_validated' : 'popup_dnssec_not_validated')} (
            <bdi dir="ltr">{authenticated ? 'AD=1' : 'AD=0'}</bdi>)
          </Fact>
        )}
        {subnetOptOut === 'refused' && <Fact label="popup_subnet">{say('popup_subnet_refused')}</Fact>}
        {extendedErrors.map(({ code, text }, index) => (
          <Fact key={index} label="popup_resolver_says">
            {say('popup_extended_error', { code })} {text !== '' && <q>{<bdi>{visibleText(text)}</bdi>}</q>}
          </Fact>
        ))}
      </dl>
      <Raw messages={messages} />
      <button type="button" aria-disabled={isPending} onClick={() => !isPending && again()}>
        {say('inspect_again')}
      </button>
      <ActionFailure of={asking} />
    </section>
  );
}

/** The DNS messages in hexadecimal, sixteen bytes a line. */
function Raw({ messages }: { messages: readonly string[] }) {
  if (messages.length === 0) return <p class="hint">{say('inspect_raw_not_kept')}</p>;
  return (
    <>
      {messages.map((message, index) => {
        const decoded = decodeBase64(message);
        const bytes = decoded.ok ? decoded.value : new Uint8Array();
        return (
          <details key={index} class="raw">
            <summary>
              <Chevron class="chevron" size={14} />
              <h3>{say('inspect_raw', { count: index + 1 })}</h3>{' '}
              <small>{formatArgument({ bytes: bytes.length })}</small>
            </summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by keyboard too */}
            <section tabIndex={0} aria-label={say('inspect_raw', { count: index + 1 })}>
              <pre dir="ltr">{hexLines(bytes)}</pre>
            </section>
            <CopyButton label="inspect_copy_hex" text={() => encodeHex(bytes)} />
          </details>
        );
      })}
    </>
  );
}

function hexLines(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const line = bytes.subarray(at, at + 16);
    const text = Array.from(line, (byte) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
    const pairs = Array.from(line, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    lines.push(`${at.toString(16).padStart(4, '0')}  ${pairs.padEnd(47)}  ${text}`);
  }
  return lines.join('\n');
}
