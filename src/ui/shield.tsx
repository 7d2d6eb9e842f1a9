// The picture of a verdict, large. The toolbar's small ones are drawn apart, in icons/, to the same shapes.

import type { JSX } from 'preact';
import type { Shape } from './verdict-picture.ts';

const OUTLINE = 'M20 4 33 8.8v10.2c0 8.6-5.3 14.2-13 17-7.7-2.8-13-8.4-13-17V8.8z';
const ALMOND = 'M2.5 20S9 8.5 20 8.5 37.5 20 37.5 20 31 31.5 20 31.5 2.5 20 2.5 20z';

const SHAPES: Record<Shape, JSX.Element> = {
  'shield-closed': <path d={OUTLINE} fill="currentColor" />,
  'shield-ticked': (
    <>
      <path d={OUTLINE} fill="currentColor" />
      <path class="cut" d="m13.5 20 4.8 4.8 8.7-9.3" stroke-width="3.5" />
    </>
  ),
  'shield-half': (
    <>
      <path d={OUTLINE} />
      <path d="M20 4v32c-7.7-2.8-13-8.4-13-17V8.8z" fill="currentColor" stroke="none" />
    </>
  ),
  'shield-dashed': <path d={OUTLINE} stroke-linecap="butt" stroke-dasharray="5.2 3.35" />,
  'shield-alert': (
    <>
      <path d={OUTLINE} />
      <path d="M20 12.5v8.5" stroke-width="3.75" />
      <circle cx="20" cy="27.5" r="2.3" fill="currentColor" stroke="none" />
    </>
  ),
  'shield-open': <path d="M26 6.2 20 4 7 8.8v10.2c0 8.6 5.3 14.2 13 17 7.7-2.8 13-8.4 13-17v-2.5" />,
  eye: (
    <>
      <path d={ALMOND} />
      <circle cx="20" cy="20" r="5.25" fill="currentColor" stroke="none" />
    </>
  ),
  'eye-filled': (
    <>
      <path d={ALMOND} fill="currentColor" />
      <circle class="cut" cx="20" cy="20" r="5.5" stroke-width="3.5" />
    </>
  ),
  question: (
    <>
      <circle cx="20" cy="20" r="16" />
      <path d="M15 15.8a5.2 5.2 0 1 1 7.6 4.6c-1.7.9-2.6 1.9-2.6 3.6" />
      <circle cx="20" cy="29" r="2" fill="currentColor" stroke="none" />
    </>
  ),
  ring: <circle cx="20" cy="20" r="15" stroke-dasharray="70 24.2" />,
  'shield-dimmed': (
    <>
      <path d={OUTLINE} />
      <path d="M14 19.5h12" />
    </>
  ),
};

export function Shield({ shape }: { shape: Shape }) {
  return (
    <svg
      class="shield"
      viewBox="0 0 40 40"
      width="40"
      height="40"
      fill="none"
      stroke="currentColor"
      stroke-width="3"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {SHAPES[shape]}
    </svg>
  );
}
