// The order in which resolvers are offered, which the page explains: operators that work for no profit, then what browsers offer
// themselves (Chrome and Firefox, settings for encrypted DNS, 2026), then the others by name. Pure.

import { RESOLVER_PRESETS, type ResolverPreset } from '../shared/resolvers.ts';

const FIRST = ['quad9', 'wikimedia', 'cloudflare', 'google'];

export const FIRST_SHOWN = FIRST.length;

const placeOf = ({ id }: ResolverPreset): number => (FIRST.includes(id) ? FIRST.indexOf(id) : FIRST.length);

export const ORDERED_PRESETS: readonly ResolverPreset[] = [...RESOLVER_PRESETS].sort(
  (one, other) => placeOf(one) - placeOf(other) || one.name.localeCompare(other.name, 'en'),
);

/** Those that are shown before the user wants to see all, and the one that is chosen. */
export const shownFirst = (chosen: string | null): readonly ResolverPreset[] =>
  ORDERED_PRESETS.filter(({ id }) => FIRST.includes(id) || id === chosen);
