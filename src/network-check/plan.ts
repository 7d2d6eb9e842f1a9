// Which hosts the network check contacts, by the settings. The page lists them before the check runs, and the check follows the same plan.

import { CANARY_NAME, CONTROL_NAMES } from '../network/canary.ts';
import { type ProbeRequest, referenceRequest } from '../network/probe.ts';
import type { BrowserName } from '../shared/facts.ts';
import { isExcluded } from '../shared/managed.ts';
import {
  checkedResolvers,
  type Managed,
  resolverIdentity,
  resolverTemplate,
  type Settings,
} from '../shared/settings.ts';
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
  /** Names that are looked up for the canary; empty where policy excludes it. */
  canary: string[];
  /** Names that policy keeps from every resolver: the check skips whatever needs them, and the page says so. */
  excludedNames: string[];
  managed: Managed;
  expectedRoots: string[];
}

export function planCheck(settings: Settings, browser: BrowserName): CheckPlan {
  const chosen = resolverTemplate(settings.resolver);
  const references = settings.references.map(({ url }): PlannedReference => {
    const { hostname, port } = new URL(url);
    return { ...referenceRequest(url, browser === 'firefox'), name: hostname, port: Number(port || 443) };
  });
  // Reference hosts have to be public, and each counts once.
  const publicOnes = references.filter(
    ({ name }, index) =>
      addressKind({ scheme: 'https', host: name, port: 443 }) === 'public-name' &&
      references.findIndex((other) => other.name === name) === index,
  );
  const isLeftOut = (name: string) => isExcluded(name, settings.managed.neverAsk);
  const controls = browser === 'firefox' ? CONTROL_NAMES.map((name) => name.replace(/\.$/, '')) : [];
  return {
    browser,
    resolvers: checkedResolvers(settings).flatMap((choice) => {
      const template = resolverTemplate(choice);
      const identity = resolverIdentity(choice);
      if (template === null || identity === null) return [];
      return [{ ...identity, template, isChosen: template === chosen }];
    }),
    references: publicOnes.filter(({ name }) => !isLeftOut(name)),
    canary: isLeftOut(CANARY_NAME) ? [] : [CANARY_NAME, ...controls.filter((name) => !isLeftOut(name))],
    excludedNames: [...new Set([...publicOnes.map(({ name }) => name), CANARY_NAME, ...controls])].filter(isLeftOut),
    managed: settings.managed,
    expectedRoots: settings.expectedRoots.map(({ sha256 }) => sha256),
  };
}
