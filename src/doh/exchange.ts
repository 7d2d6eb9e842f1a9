// One DNS question over HTTPS (RFC 8484): GET, nothing that identifies the user, one deadline for all of it. A name that no
// resolver should hear of is not sent, wherever it comes from.

import { encodeQuery } from '../dns/encode-query.ts';
import { type DnsMessage, decodeMessage, maxMessageBytes } from '../dns/message.ts';
import { sameName } from '../dns/names.ts';
import { classIn } from '../dns/record-types.ts';
import type { DohTemplate } from '../shared/doh-template.ts';
import type { LookupFailure } from '../shared/lookup.ts';
import { whyNotQueried } from '../shared/query-policy.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { SubnetRefusals } from './subnet-refusals.ts';
import { expandTemplate } from './template.ts';
import { whyUnreachable } from './unreachable.ts';

/** Whom to ask, and what asking needs of its surroundings. */
export interface Resolver {
  template: DohTemplate;
  /** `name` is what the question asks for, for whoever counts questions. */
  fetch: (url: string, init: RequestInit, name: string) => Promise<Response>;
  /** Unix time in milliseconds. */
  now: () => number;
  /** Tells a failure apart: false when the device has no network. It is asked afterwards, since a resolver on the device answers all the same. */
  online?: () => boolean;
  /** Names that it may not be asked about, as policy says. */
  bars?: (name: string) => boolean;
  /** Is shown every message as it came, whatever it turns out to be. */
  received?: (message: Uint8Array) => void;
  /** For the whole exchange, body included; 5,000 when absent. */
  timeoutMs?: number;
  /** Who is known to refuse the Client Subnet option. */
  subnetRefusals?: SubnetRefusals;
}

export interface Answer {
  message: DnsMessage;
  /** HTTP Age in seconds: for so long the answer has been lying in a cache (RFC 8484 §5.1). */
  ageSeconds: number;
  /** `refused`: the query went without the Client Subnet option, which the resolver answers FORMERR to. */
  subnetOptOut: 'sent' | 'refused';
}

const rcodeFormatError = 1;

const mediaType = 'application/dns-message';

export const defaultTimeoutMs = 5_000;

/** Reads to the end, or stops at once when the body outgrows what a DNS message may be (RFC 8484 §6). */
async function readBody(response: Response): Promise<Uint8Array | undefined> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) break;
    length += part.value.length;
    if (length > maxMessageBytes) {
      reader?.cancel().catch(() => {});
      return undefined;
    }
    chunks.push(part.value);
  }
  const body = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    body.set(chunk, at);
    at += chunk.length;
  }
  return body;
}

const ageOf = (response: Response): number => {
  const age = response.headers.get('age') ?? '';
  return /^\d+$/.test(age) ? Number(age) : 0;
};

/** RFC 9110 §10.2.3: a number of seconds, or a date. */
function retryAfterOf(response: Response, nowMs: number): { retryAfterSeconds?: number } {
  const value = response.headers.get('retry-after') ?? '';
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - nowMs) / 1_000;
  return seconds > 0 ? { retryAfterSeconds: Math.ceil(seconds) } : {};
}

async function exchange(
  url: string,
  name: string,
  resolver: Resolver,
  signal: AbortSignal,
): Promise<Result<{ body: Uint8Array; ageSeconds: number }, LookupFailure>> {
  const init: RequestInit = {
    method: 'GET',
    // A language header of our own keeps the user's languages out (RFC 8484 §8.2).
    headers: { accept: mediaType, 'accept-language': '*' },
    credentials: 'omit',
    cache: 'no-store',
    referrerPolicy: 'no-referrer',
    redirect: 'error',
    signal,
  };
  const response = await resolver.fetch(url, init, name);
  const discard = () => void response.body?.cancel().catch(() => {});
  if (!response.ok) {
    discard();
    return err({ kind: 'http-status', status: response.status, ...retryAfterOf(response, resolver.now()) });
  }
  const contentType = response.headers.get('content-type') ?? '';
  if (contentType.split(';', 1)[0]?.trim().toLowerCase() !== mediaType) {
    discard();
    return err({ kind: 'content-type', contentType: contentType.slice(0, 100) });
  }
  const body = await readBody(response);
  return body ? ok({ body, ageSeconds: ageOf(response) }) : err({ kind: 'too-large' });
}

interface Sent {
  answer: Result<Answer, LookupFailure>;
  /** FORMERR, also in a message that ends with its header, as of a server that could read no further. */
  isFormatError: boolean;
}

/** The query and its answer, once. */
async function send(
  { name, type, subnetOptOut }: { name: string; type: number; subnetOptOut: boolean },
  resolver: Resolver,
  signal: AbortSignal,
): Promise<Sent> {
  const fail = (failure: LookupFailure): Sent => ({ answer: err(failure), isFormatError: false });
  const query = encodeQuery(name, type, { subnetOptOut });
  if (!query.ok) return fail({ kind: 'not-askable' });
  const received = await exchange(expandTemplate(resolver.template, query.value), name, resolver, signal).catch(
    (reason: unknown): Result<never, LookupFailure> => err(whyUnreachable(reason, resolver)),
  );
  if (!received.ok) return fail(received.error);
  const { body, ageSeconds } = received.value;
  // After the deadline nobody waits for it.
  if (!signal.aborted) resolver.received?.(body);

  const decoded = decodeMessage(body);
  if (!decoded.ok) {
    const [, , flags = 0, more = 0] = body.length >= 12 ? body : [];
    const isFormatError = (flags & 0x80) !== 0 && (more & 15) === rcodeFormatError;
    return { ...fail({ kind: 'malformed', error: decoded.error }), isFormatError };
  }
  const { question, opcode, rcode } = decoded.value;
  if (opcode !== 0 || question.type !== type || question.class !== classIn || !sameName(question.name, name)) {
    return fail({ kind: 'wrong-question' });
  }
  const answer = ok<Answer>({ message: decoded.value, ageSeconds, subnetOptOut: subnetOptOut ? 'sent' : 'refused' });
  return { answer, isFormatError: rcode === rcodeFormatError };
}

/**
 * With the Client Subnet option, and once more without where that is answered FORMERR. When the second query fares no better, the
 * option was not what the resolver minded.
 */
async function sendEitherWay(
  question: { name: string; type: number },
  resolver: Resolver,
  signal: AbortSignal,
): Promise<Result<Answer, LookupFailure>> {
  const { subnetRefusals, template, now } = resolver;
  const without = () => send({ ...question, subnetOptOut: false }, resolver, signal);
  if (subnetRefusals?.isRefused(template, now())) return (await without()).answer;
  const first = await send({ ...question, subnetOptOut: true }, resolver, signal);
  if (!first.isFormatError) return first.answer;
  const second = await without();
  if (!second.answer.ok || second.isFormatError) return first.answer;
  subnetRefusals?.add(template, now());
  return second.answer;
}

export async function askResolver(
  name: string,
  type: number,
  resolver: Resolver,
): Promise<Result<Answer, LookupFailure>> {
  const refusal = whyNotQueried(name, resolver.bars);
  if (refusal !== null) return err(refusal);
  const timeoutMs = resolver.timeoutMs ?? defaultTimeoutMs;
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<Result<never, LookupFailure>>((resolve) => {
    timer = setTimeout(() => {
      // First, so that the abort's own rejection comes too late to matter.
      resolve(err({ kind: 'timeout', timeoutMs }));
      controller.abort();
    }, timeoutMs);
  });
  const answer = await Promise.race([sendEitherWay({ name, type }, resolver, controller.signal), deadline]);
  clearTimeout(timer);
  return answer;
}
