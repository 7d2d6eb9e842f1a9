// Pasted text checked with no lookup at all: lines of a zone file, the output of dig, kdig or delv, `dig +short`, an ECHConfigList
// in base64, hexadecimal or PEM, a record's RDATA in hexadecimal. Never throws, whatever the text.

import { encodeBase64 } from '../bytes/base64.ts';
import { encodeServiceBinding } from '../dns/encode-service-binding.ts';
import { serviceParamKey } from '../dns/service-param-keys.ts';
import { err, ok, type Result } from '../shared/result.ts';
import type { Sentence } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';
import { type PasteError, pasteError } from './paste-error.ts';
import { type PastedBytes, readPastedBytes, readPem, withoutPrivateKeys } from './pasted-bytes.ts';
import { hasRecordHeader, readPastedRecords } from './pasted-records.ts';
import { type PastedSite, sitesOf } from './pasted-sites.ts';

/** 64 KiB: no DNS answer is longer. */
export const mostPastedCharacters = 65_536;

interface Read {
  /** What was read, without private keys: to be shown instead of what was pasted. Places in errors are places in it. */
  text: string;
  errors: PasteError[];
  /** To be said loudly; null where no private key was in the text. */
  warning: Sentence | null;
}

export interface Paste extends Read {
  /** At least one. A site with a record that could not be read is not among them, its error is. */
  sites: PastedSite[];
}

/** Nothing to check; at least one error. */
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

const sitesOfBytes = ({ lists, rdatas }: PastedBytes): PastedSite[] => [
  ...lists.map(siteOfList),
  ...rdatas.map((rdata) => siteOfRdata(rdata, sentence('paste_no_owner'))),
];

/** One run of base64 or hexadecimal, on one line or wrapped; hexadecimal with blanks inside too. */
function looksLikeBytes(text: string): boolean {
  const trimmed = text.trim();
  if (!/^(?:ech=)?"?[\w+/=:\s-]+"?$/i.test(trimmed) || hasRecordHeader(text)) return false;
  return !/[^0-9a-fx:\s]/i.test(trimmed) || trimmed.split('\n').every((line) => !/\S\s+\S/.test(line));
}

export function readPaste(pasted: string): Result<Paste, Unread> {
  const { text, found } = withoutPrivateKeys(pasted.slice(0, mostPastedCharacters));
  if (pasted.length > mostPastedCharacters) return result('', [], [pasteError('too-long', '')], found);
  // A private key in the place of something else is not cut out of the text: nothing of the text is handed on.
  const read = (bytes: PastedBytes): Result<Paste, Unread> => {
    const { errors, privateKey } = bytes;
    if (!privateKey) return result(text, sitesOfBytes(bytes), errors, found);
    const unplaced = errors.map((error) => ({ ...error, place: null }));
    return result('', sitesOfBytes(bytes), unplaced, true);
  };
  if (text.trim() === '') return result('', [], found ? [] : [pasteError('empty', '')], found);
  const pem = readPem(text);
  if (pem) return read(pem);
  if (looksLikeBytes(text)) return read(readPastedBytes(text));
  const records = readPastedRecords(text);
  return result(text, sitesOf(records), records.errors, found);
}

function result(text: string, sites: PastedSite[], errors: PasteError[], isKey: boolean): Result<Paste, Unread> {
  const warning = isKey ? sentence('paste_private_key') : null;
  if (sites.length > 0) return ok({ sites, text, errors, warning });
  const none = pasteError(isKey ? 'private-key-alone' : 'nothing-found', text);
  return err({ text, errors: errors.length > 0 ? errors : [none], warning });
}
