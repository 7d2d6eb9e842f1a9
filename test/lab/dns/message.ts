// DNS messages as a server needs them: reads a query, writes a response. RFC 1035 §4.1, EDNS(0) RFC 6891, extended errors
// RFC 8914. Names are never compressed. The lab's own codec, so that src/dns is tested against something else.

import { domainName, uint, vector } from '../bytes.ts';
import { encodeIpv4, encodeServiceBinding, type ServiceBinding } from '../service-binding.ts';

export const TYPE = { A: 1, CNAME: 5, SOA: 6, AAAA: 28, OPT: 41, HTTPS: 65 } as const;
const RCODE = { NOERROR: 0, FORMERR: 1, SERVFAIL: 2, NXDOMAIN: 3, NOTIMP: 4, REFUSED: 5 } as const;
export type Rcode = keyof typeof RCODE;

const CLASS_IN = 1;
const CLIENT_SUBNET_OPTION = 8;
const PADDING_OPTION = 12;
const PADDING_BLOCK_BYTES = 468;
const EDE_OPTION = 15;
const EDNS_PAYLOAD_BYTES = 1232;
const DNSSEC_OK = 0x8000;

/** EDNS Client Subnet, RFC 7871 §6. */
export interface ClientSubnet {
  /** 1 is IPv4, 2 IPv6. */
  family: number;
  /** How many bits of the address the client gives away; with 0 it asks that nothing be passed on. */
  sourcePrefix: number;
  /** 0 in every query. */
  scopePrefix: number;
  /** As many bytes as the source prefix needs. */
  address: readonly number[];
}

/** What the lab's server reads of a query. */
export interface Query {
  id: number;
  /** As on the wire, without the last dot. */
  name: string;
  type: number;
  class: number;
  recursionDesired: boolean;
  authenticData: boolean;
  checkingDisabled: boolean;
  /** Undefined when the query has no OPT record. */
  edns:
    | {
        dnssecOk: boolean;
        /** In their order, padding (12) included. */
        options: { code: number; lengthBytes: number }[];
        /** Undefined without the option. */
        clientSubnet: ClientSubnet | undefined;
      }
    | undefined;
}

export type ResourceData =
  | { type: 'A'; address: string }
  | { type: 'AAAA'; address: Uint8Array }
  | { type: 'CNAME'; target: string }
  | { type: 'SOA'; minimumSeconds: number }
  /** A binding, or RDATA that is to go out as it is. */
  | { type: 'HTTPS'; binding: ServiceBinding | Uint8Array };

export interface ResourceRecord {
  name: string;
  ttlSeconds: number;
  data: ResourceData;
}

export interface Response {
  rcode: Rcode;
  answers: readonly ResourceRecord[];
  authorities: readonly ResourceRecord[];
  authenticated?: boolean;
  truncated?: boolean;
  /** To a multiple of 468 bytes, RFC 8467 §4.2. */
  padded?: boolean;
  extendedError?: { code: number; text: string };
}

/** Throws on anything that is not one well-formed query. */
export function decodeQuery(wire: Buffer): Query {
  const flags = wire.readUInt16BE(2);
  if (flags & 0x8000 || wire.readUInt16BE(4) !== 1) throw new Error('not a query with one question');
  const name = readName(wire, 12);
  const type = wire.readUInt16BE(name.end);
  const additionals = wire.readUInt16BE(10);
  return {
    id: wire.readUInt16BE(0),
    name: name.text,
    type,
    class: wire.readUInt16BE(name.end + 2),
    recursionDesired: Boolean(flags & 0x0100),
    authenticData: Boolean(flags & 0x0020),
    checkingDisabled: Boolean(flags & 0x0010),
    edns: additionals > 0 ? readEdns(wire, name.end + 4) : undefined,
  };
}

function readName(wire: Buffer, start: number): { text: string; end: number } {
  const labels: string[] = [];
  let at = start;
  for (;;) {
    const length = wire.readUInt8(at);
    at += 1;
    if (length === 0) return { text: labels.join('.'), end: at };
    if (length > 63) throw new Error('a compressed or overlong label in a question');
    labels.push(wire.toString('latin1', at, at + length));
    at += length;
  }
}

/** RFC 6891 §6.1.2. Only an OPT record straight after the question is looked for: no browser sends anything else. */
function readEdns(wire: Buffer, start: number): Query['edns'] {
  if (wire.readUInt8(start) !== 0 || wire.readUInt16BE(start + 1) !== TYPE.OPT) return undefined;
  const options: { code: number; lengthBytes: number }[] = [];
  let clientSubnet: ClientSubnet | undefined;
  const end = start + 11 + wire.readUInt16BE(start + 9);
  for (let at = start + 11; at < end; ) {
    const lengthBytes = wire.readUInt16BE(at + 2);
    const code = wire.readUInt16BE(at);
    options.push({ code, lengthBytes });
    if (code === CLIENT_SUBNET_OPTION) clientSubnet ??= readClientSubnet(wire.subarray(at + 4, at + 4 + lengthBytes));
    at += 4 + lengthBytes;
  }
  return { dnssecOk: Boolean(wire.readUInt16BE(start + 7) & DNSSEC_OK), options, clientSubnet };
}

function readClientSubnet(value: Buffer): ClientSubnet {
  return {
    family: value.readUInt16BE(0),
    sourcePrefix: value.readUInt8(2),
    scopePrefix: value.readUInt8(3),
    address: [...value.subarray(4)],
  };
}

export function encodeResponse(query: Query, response: Response): Buffer {
  const flags =
    0x8080 | // a response, recursion available
    (query.recursionDesired ? 0x0100 : 0) |
    (query.checkingDisabled ? 0x0010 : 0) |
    (response.truncated ? 0x0200 : 0) |
    (response.authenticated ? 0x0020 : 0) |
    RCODE[response.rcode];
  const { answers, authorities } = response;
  const counts = [1, answers.length, authorities.length, query.edns ? 1 : 0].map((count) => uint(2, count));
  const body = Buffer.concat([
    uint(2, query.id),
    uint(2, flags),
    ...counts,
    domainName(query.name),
    uint(2, query.type),
    uint(2, query.class),
    ...[...answers, ...authorities].map(encodeRecord),
  ]);
  return query.edns ? Buffer.concat([body, encodeOpt(response, body.length)]) : body;
}

function encodeRecord({ name, ttlSeconds, data }: ResourceRecord): Buffer {
  const head = [domainName(name), uint(2, TYPE[data.type]), uint(2, CLASS_IN), uint(4, ttlSeconds)];
  return Buffer.concat([...head, vector(2, encodeData(data))]);
}

function encodeData(data: ResourceData): Uint8Array {
  switch (data.type) {
    case 'A':
      return encodeIpv4(data.address);
    case 'AAAA':
      return data.address;
    case 'CNAME':
      return domainName(data.target);
    case 'SOA': {
      const [serial, refresh, retry, expire] = [1, 3600, 600, 86400];
      const times = [serial, refresh, retry, expire, data.minimumSeconds].map((value) => uint(4, value));
      return Buffer.concat([domainName('ns.example'), domainName('lab.example'), ...times]);
    }
    case 'HTTPS':
      return data.binding instanceof Uint8Array ? data.binding : encodeServiceBinding(data.binding);
  }
}

function encodeOpt({ extendedError, padded }: Response, bodyBytes: number): Buffer {
  const errors = extendedError
    ? [uint(2, EDE_OPTION), vector(2, uint(2, extendedError.code), Buffer.from(extendedError.text))]
    : [];
  const opt = (options: Uint8Array[]) =>
    Buffer.concat([domainName(''), uint(2, TYPE.OPT), uint(2, EDNS_PAYLOAD_BYTES), uint(4, 0), vector(2, ...options)]);
  if (!padded) return opt(errors);
  const withPadding = (bytes: number) => opt([...errors, uint(2, PADDING_OPTION), vector(2, Buffer.alloc(bytes))]);
  const over = (bodyBytes + withPadding(0).length) % PADDING_BLOCK_BYTES;
  return withPadding(over === 0 ? 0 : PADDING_BLOCK_BYTES - over);
}
