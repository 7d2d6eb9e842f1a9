// `npm run bench decoders`: what the decoders cost, beside plain dns-packet in the same run, and the slowest hostile inputs. It
// asserts nothing. Run as a bundle: bundled-decoders.ts.

import dnsPacket from 'dns-packet';
import { predictClients } from '../../src/browsers/rows.ts';
import { encodeBase64 } from '../../src/bytes/base64.ts';
import { decodeMessage } from '../../src/dns/message.ts';
import { decodeServiceBinding } from '../../src/dns/service-binding.ts';
import { decodeEchConfigList } from '../../src/ech/config-list.ts';
import { echListOf, https, httpsRdata, messageOf, opt } from '../unit/builders.ts';
import { HOSTILE_HELLOS } from './hello-hostile-cases.ts';
import { HOSTILE_CASES } from './hostile-cases.ts';
import { bestMs, callsUs } from './measure.ts';
import type { Row } from './row.ts';

/** As Cloudflare answers for one of its sites: one record with protocols, hints and ECH, and an OPT record. */
const list = echListOf({ publicName: 'cloudflare-ech.com' });
const rdata = httpsRdata(1, '.', {
  alpn: ['h3', 'h2'],
  ech: list,
  other: { 4: new Uint8Array(8).fill(104), 6: new Uint8Array(32).fill(6) },
});
const answer = messageOf({
  name: 'www.news.example',
  answers: [https('www.news.example', rdata)],
  additionals: [opt()],
});
const buffer = Buffer.from(answer);
const packet = dnsPacket as unknown as { decode(bytes: Buffer): unknown };

/** The whole way from an answer's bytes to its ECH configs. */
function decodeAnswer(): unknown {
  const message = decodeMessage(answer);
  if (!message.ok) throw new Error('the answer is sound');
  return message.value.answers.map((record) => {
    const binding = decodeServiceBinding(record.rdata);
    return binding.ok && binding.value.ech !== undefined && decodeEchConfigList(binding.value.ech);
  });
}

const set = { owner: 'www.news.example', cnames: [], ttlSeconds: 300, rdatas: [encodeBase64(rdata)] };
const origin = { scheme: 'https', host: 'www.news.example', port: 443 } as const;

/** Cloudflare's answer, step by step, and the hostile input that takes longest; the ten slowest are printed. */
export function measure(): Row[] {
  const { alone, ...ours } = callsUs({
    alone: () => packet.decode(buffer),
    'the message': () => decodeMessage(answer),
    'the message, its HTTPS record and ECH configs': decodeAnswer,
    'an ECHConfigList': () => decodeEchConfigList(list),
    // A new set each time: what is decoded once is remembered.
    'a record set to the rows of all three clients': () =>
      predictClients({ kind: 'records', sets: [{ ...set }] }, origin),
  });
  const limit = { what: 'dns-packet alone: the message', measured: alone, paired: true };
  const rows = Object.entries(ours).map(([what, measured]): Row => ({ what, unit: 'µs', measured, limit }));
  return [...rows, slowestHostile()];
}

function slowestHostile(): Row {
  const cases = [...HOSTILE_CASES, ...HOSTILE_HELLOS];
  const hostile = cases.map(({ name, run }) => ({ name, ms: bestMs(run) })).sort((a, b) => b.ms - a.ms);
  console.log('hostile inputs under 64 KiB, the slowest ten of', hostile.length, '(aim: 20 ms)');
  for (const { name, ms } of hostile.slice(0, 10)) console.log(`  ${ms.toFixed(2).padStart(8)} ms  ${name}`);
  return {
    what: 'the slowest hostile input under 64 KiB, at best',
    unit: 'ms',
    measured: hostile.slice(0, 1).map(({ ms }) => ms),
    limit: null,
  };
}
