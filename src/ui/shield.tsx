// The picture of a verdict, large. The toolbar's small ones are drawn apart, in icons/, to the same shapes.

import type { JSX } from 'preact';
import type { Shape } from './verdict-picture.ts';

const OUTLINE = 'M20 4 33 8.800v10.200c0 8.600-5.300 14.200-13 17-7.700-2.800-13-8.400-13-17V8.800z';
const CHECK = 'm13.500 20 4.800 4.800 8.700-9.300';
const ALMOND = 'M2.500 20S9 8.500 20 8.500 37.500 20 37.500 20 31 31.500 20 31.500 2.500 20 2.500 20z';
const line = { 'stroke-width': 3, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' } as const;

const SHAPES: Record<Shape, JSX.Element> = {
  'shield-closed': (
    <>
      <path d={OUTLINE} {...line} fill="currentColor" />
      <path class="cut" d={CHECK} {...line} stroke-width="3.500" />
    </>
  ),
  'shield-half': (
    <>
      <path d={OUTLINE} {...line} />
      <path d="M20 4v32c-7.700-2.800-13-8.400-13-17V8.800z" fill="currentColor" stroke="none" />
    </>
  ),
  'shield-dashed': (
    <>
      <path d={OUTLINE} {...line} stroke-linecap="butt" stroke-dasharray="5.200 3.350" />
      <path d={CHECK} {...line} />
    </>
  ),
  'shield-alert': (
    <>
      <path d={OUTLINE} {...line} />
      <path d="M20 12.500v8.500" {...line} stroke-width="3.750" />
      <circle cx="20" cy="27.500" r="2.300" fill="currentColor" stroke="none" />
    </>
  ),
  'shield-open': (
    <path d="M26 6.200 20 4 7 8.800v10.200c0 8.600 5.300 14.200 13 17 7.700-2.800 13-8.400 13-17v-2.500" {...line} />
  ),
  eye: (
    <>
      <path d={ALMOND} {...line} />
      <circle cx="20" cy="20" r="5.250" fill="currentColor" stroke="none" />
    </>
  ),
  'eye-filled': (
    <>
      <path d={ALMOND} {...line} fill="currentColor" />
      <circle class="cut" cx="20" cy="20" r="5.500" {...line} stroke-width="3.500" />
    </>
  ),
  question: (
    <>
      <circle cx="20" cy="20" r="16" {...line} />
      <path d="M15 15.800a5.200 5.200 0 1 1 7.600 4.600c-1.700.900-2.600 1.900-2.600 3.600" {...line} />
      <circle cx="20" cy="29" r="2" fill="currentColor" stroke="none" />
    </>
  ),
  'shield-dimmed': (
    <>
      <path d={OUTLINE} {...line} />
      <path d="M14 19.500h12" {...line} />
    </>
  ),
};

export function Shield({ shape }: { shape: Shape }) {
  return (
    <svg class="shield" viewBox="0 0 40 40" width="40" height="40" fill="none" stroke="currentColor" aria-hidden="true">
      {SHAPES[shape]}
    </svg>
  );
}
