// The toolbar's icons.

import type { Icon } from './report.ts';

/** Pixels at which every state's icon is drawn: a toolbar's 16, Chrome's older 19, and both on denser screens. */
export const ICON_SIZES = [16, 19, 32, 38] as const;

/** What `action.setIcon` takes as `path`. */
export const iconPaths = (icon: Icon): Record<string, string> =>
  Object.fromEntries(ICON_SIZES.map((size) => [size, `/icons/${icon}-${size}.png`]));
