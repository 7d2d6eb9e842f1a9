// The providers whose servers say how a connection was opened, with their addresses: a file of the package, which changes more often
// than code does.

import browser from 'webextension-polyfill';
import { TRACE_PROVIDERS_FILE, type TraceProvider, type TraceProviders } from '../shared/trace.ts';

/** Rejects when the file cannot be read. */
export async function traceProviders(): Promise<TraceProvider[]> {
  const response = await fetch(browser.runtime.getURL(TRACE_PROVIDERS_FILE));
  const { providers } = (await response.json()) as TraceProviders;
  return providers;
}
