// The Public Suffix List, read from the package itself when it is first needed. Nothing is asked of any network.

import browser from 'webextension-polyfill';
import { decodeSuffixList, SUFFIX_LIST_FILE, type SuffixList } from '../shared/suffix-list.ts';

/** For the life of the page. */
let reading: Promise<SuffixList> | null = null;

/** Rejects when the file cannot be read or is damaged, and the next call reads it again: there is no list to fall back on. */
export function suffixList(): Promise<SuffixList> {
  reading ??= read().catch((error: unknown) => {
    reading = null;
    throw error;
  });
  return reading;
}

async function read(): Promise<SuffixList> {
  const response = await fetch(browser.runtime.getURL(SUFFIX_LIST_FILE));
  if (!response.ok) throw new Error(`${SUFFIX_LIST_FILE}: status ${response.status}`);
  const list = decodeSuffixList(await response.text());
  if (!list.ok) throw new Error(`${SUFFIX_LIST_FILE}: damaged ${list.error.field}`);
  return list.value;
}
