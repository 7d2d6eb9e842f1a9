// A resolver behind `fetch`: answers by name, and keeps what it was asked.

import { decodeBase64Url } from '../../../src/bytes/base64.ts';
import { decodeMessage } from '../../../src/dns/message.ts';
import type { Resolver } from '../../../src/doh/exchange.ts';
import { parseTemplate } from '../../../src/shared/doh-template.ts';
import { type MessageParts, messageOf } from '../builders.ts';

export interface FakeAnswer extends MessageParts {
  headers?: Record<string, string>;
  status?: number;
  body?: BodyInit;
}

export interface FakeResolver extends Resolver {
  asked: string[];
  requests: { url: string; init: RequestInit }[];
}

export const nowMs = 1_700_000_000_000;

export function fakeResolver(
  answers: Record<string, FakeAnswer | ((query: Uint8Array) => Promise<Response>)>,
  more: Partial<Resolver> = {},
): FakeResolver {
  const template = parseTemplate('https://resolver.example/dns-query{?dns}');
  if (!template.ok) throw new Error(template.error);
  const asked: string[] = [];
  const requests: FakeResolver['requests'] = [];
  return {
    template: template.value,
    now: () => nowMs,
    asked,
    requests,
    fetch: async (url, init) => {
      requests.push({ url, init });
      const query = decodeBase64Url(new URL(url).searchParams.get('dns') ?? '');
      if (!query.ok) throw new Error('no query');
      // A question is a response but for QR.
      const copy = query.value.slice();
      copy[2] = (copy[2] ?? 0) | 0x80;
      const decoded = decodeMessage(copy);
      if (!decoded.ok) throw new Error('bad query');
      const { name, type } = decoded.value.question;
      asked.push(name);
      const answer = answers[name];
      if (!answer) throw new TypeError('fetch failed');
      if (typeof answer === 'function') return answer(query.value);
      const { headers, status = 200, body, ...parts } = answer;
      return new Response(body ?? messageOf({ name, type, ...parts }), {
        status,
        headers: { 'content-type': 'application/dns-message', ...headers },
      });
    },
    ...more,
  };
}
