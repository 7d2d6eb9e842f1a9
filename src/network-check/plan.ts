// Whom the network check contacts, from the settings: shown before it runs, and then done. Pure.

import { CANARY_NAME } from '../network/canary.ts';
import { type ProbeRequest, referenceRequest } from '../network/probe.ts';
import type { BrowserName } from '../shared/facts.ts';
import { checkedResolvers, resolverIdentity, resolverTemplate, type Settings } from '../shared/settings.ts';
import { addressKind } from '../shared/site-address.ts';

export interface PlannedResolver {
  name: string;
  host: string;
  template: string;
  isChosen: boolean;
}

export interface PlannedReference extends ProbeRequest {
  /** What resolvers are asked about. */
  name: string;
  port: number;
}

export interface CheckPlan {
  browser: BrowserName;
  resolvers: PlannedResolver[];
  references: PlannedReference[];
  /** Chrome, by its own resolver: a request to Mozilla's host; null where none is sent. */
  canaryHost: string | null;
  expectedRoots: string[];
}

export function planCheck(settings: Settings, browser: BrowserName): CheckPlan {
  const chosen = resolverTemplate(settings.resolver);
  const references = settings.references.map(({ url }): PlannedReference => {
    const { hostname, port } = new URL(url);
    return { ...referenceRequest(url, browser === 'firefox'), name: hostname, port: Number(port || 443) };
  });
  return {
    browser,
    resolvers: checkedResolvers(settings).flatMap((choice) => {
      const template = resolverTemplate(choice);
      const identity = resolverIdentity(choice);
      if (template === null || identity === null) return [];
      return [{ ...identity, template, isChosen: template === chosen }];
    }),
    // A name that is for this device or network alone is nobody's reference.
    references: references.filter(
      ({ name }) => addressKind({ scheme: 'https', host: name, port: 443 }) === 'public-name',
    ),
    canaryHost: browser === 'chromium' ? CANARY_NAME : null,
    expectedRoots: settings.expectedRoots.map(({ sha256 }) => sha256),
  };
}
