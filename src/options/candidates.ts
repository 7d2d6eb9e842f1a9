// The resolvers that a comparison tries, and how often each is asked. Pure.

import { RESOLVER_PRESETS, type ResolverPreset } from '../shared/resolvers.ts';
import { type ResolverChoice, resolverIdentity, resolverTemplate, type Settings } from '../shared/settings.ts';

export const ROUND_TRIPS = 5;
/** The first, the round trips and the canary; a question whose answer was lost may be asked again. */
export const QUESTIONS = ROUND_TRIPS + 2;

export interface Candidate {
  choice: ResolverChoice;
  name: string;
  template: string;
  /** Null for an address of the user's own. */
  preset: ResolverPreset | null;
}

/** The user's own first, in place of a known one at the same address; and of the others all that can be asked. */
export function candidatesOf({ resolver }: Pick<Settings, 'resolver'>): Candidate[] {
  const choices = RESOLVER_PRESETS.map(({ id }): ResolverChoice => {
    const isChosen = resolver?.kind === 'preset' && resolver.id === id;
    return isChosen ? resolver : { kind: 'preset', id };
  });
  const own = resolver?.kind === 'custom' ? resolver : null;
  return [...(own === null ? [] : [own]), ...choices].flatMap((choice) => {
    const [template, identity] = [resolverTemplate(choice), resolverIdentity(choice)];
    if (template === null || identity === null) return [];
    if (choice !== own && template === resolverTemplate(own)) return [];
    const preset = RESOLVER_PRESETS.find(({ id }) => choice.kind === 'preset' && choice.id === id) ?? null;
    return [{ choice, name: identity.name, template, preset }];
  });
}
