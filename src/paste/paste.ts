// Judging pasted text with no lookup at all: lines of a zone file, the output of dig, kdig or delv, `dig +short`, an
// ECHConfigList in base64, hexadecimal or PEM, a record's RDATA in hexadecimal. Never throws, whatever the text. Pure; imports
// shared, wire, dns, ech and browsers.
//   readPaste(text): Result<Paste, Unread>
//   rowsOf(site): BrowserRow[]                   in pasted-sites.ts
//   describePlace(place): Sentence               in paste-fault.ts

import { encodeBase64 } from '../bytes/base64.ts';
import { encodeServiceBinding } from '../dns/encode-service-binding.ts';
import { serviceParamKey } from '../dns/service-param-keys.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { Sentence } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';
import { faultOf, type PasteFault } from './paste-error.ts';
import { type PastedOctets, readPastedOctets, readPem, withoutPrivateKeys } from './pasted-bytes.ts';
import { hasRecordHeader, readPastedRecords } from './pasted-records.ts';
import { type PastedSite, sitesOf } from './pasted-sites.ts';

/** 64 KiB: no DNS answer is longer. */
export const mostPastedCharacters = 65_536;

interface Read {
  /** What was read, without private keys: to be shown instead of what was pasted. Places in faults are places in it. */
  text: string;
  faults: PasteFault[];
  /** To be said loudly; null where no private key was in the text. */
  warning: Sentence | null;
}

export interface Paste extends Read {
  /** At least one. A site with a record that could not be read is not among them, its fault is. */
  sites: PastedSite[];
}

/** Nothing to judge; at least one fault. */
export type Unread = Read;

/** Records without an owner: a list or an RDATA by itself. */
function siteOfRdata(rdata: Uint8Array, note: Sentence): PastedSite {
  return {
    host: null,
    port: 443,
    type: 'HTTPS',
    outcome: { kind: 'records', sets: [{ owner: '', cnames: [], ttlSeconds: 0, rdatas: [encodeBase64(rdata)] }] },
    authenticated: null,
    ttlSeconds: null,
    leadsTo: null,
    notes: [note],
  };
}

/** The list as the `ech` of a record `1 .`. */
function siteOfList(list: Uint8Array): PastedSite {
  const params = [{ key: serviceParamKey.ech, value: list }];
  const rdata = encodeServiceBinding({ priority: 1, targetName: '.', params });
  return siteOfRdata(rdata.ok ? rdata.value : new Uint8Array(), sentence('paste_only_list'));
}

const sitesOfOctets = ({ lists, rdatas }: PastedOctets): PastedSite[] => [
  ...lists.map(siteOfList),
  ...rdatas.map((rdata) => siteOfRdata(rdata, sentence('paste_no_owner'))),
];

/** One run of base64 or hexadecimal, on one line or wrapped; hexadecimal with blanks inside too. */
function looksLikeOctets(text: string): boolean {
  const trimmed = text.trim();
  if (!/^(?:ech=)?"?[\w+/=:\s-]+"?$/i.test(trimmed) || hasRecordHeader(text)) return false;
  return !/[^0-9a-fx:\s]/i.test(trimmed) || trimmed.split('\n').every((line) => !/\S\s+\S/.test(line));
}

export function readPaste(pasted: string): Result<Paste, Unread> {
  const { text, found } = withoutPrivateKeys(pasted.slice(0, mostPastedCharacters));
  if (pasted.length > mostPastedCharacters) return result('', [], [faultOf('too-long', '')], found);
  // A private key in the place of something else is not cut out of the text: nothing of the text is handed on.
  const read = (octets: PastedOctets): Result<Paste, Unread> => {
    const { faults, privateKey } = octets;
    if (!privateKey) return result(text, sitesOfOctets(octets), faults, found);
    const unplaced = faults.map((fault) => ({ ...fault, place: null }));
    return result('', sitesOfOctets(octets), unplaced, true);
  };
  if (text.trim() === '') return result('', [], found ? [] : [faultOf('empty', '')], found);
  const pem = readPem(text);
  if (pem) return read(pem);
  if (looksLikeOctets(text)) return read(readPastedOctets(text));
  const records = readPastedRecords(text);
  return result(text, sitesOf(records), records.faults, found);
}

function result(text: string, sites: PastedSite[], faults: PasteFault[], isKey: boolean): Result<Paste, Unread> {
  const warning = isKey ? sentence('paste_private_key') : null;
  if (sites.length > 0) return ok({ sites, text, faults, warning });
  const none = faultOf(isKey ? 'private-key-alone' : 'nothing-found', text);
  return err({ text, faults: faults.length > 0 ? faults : [none], warning });
}
