// What each icon of the toolbar means: its shape, the word that stands beside it, and one sentence. The style: icon-legend.css.

import { keyOf } from '../shared/sentence.ts';
import { Shield } from './shield.tsx';
import { ICONS, pictureOf } from './verdict-picture.ts';
import { say } from './words.tsx';

export function IconLegend() {
  return (
    <ul class="legend">
      {ICONS.map((icon) => {
        const { tone, shape } = pictureOf({ icon });
        return (
          <li key={icon} class={tone} data-icon={icon}>
            <Shield shape={shape} />
            <p>
              <strong>{say(keyOf('status', icon))}</strong> {say(keyOf('legend', icon))}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
