// What a running check is at. The numbers change many times a second, so nobody has them read out.

import { keyOf } from '../shared/sentence.ts';
import { say } from '../ui/words.tsx';
import type { Part, Progress } from './run-check.ts';

const PARTS: Part[] = ['resolvers', 'references', 'canary', 'records'];

export function CheckProgress({ progress }: { progress: Progress }) {
  return (
    <dl class="progress">
      {PARTS.map((part) => {
        const { done, total } = progress[part] ?? { done: 0, total: 0 };
        return total === 0 ? null : (
          <div key={part} data-part={part}>
            <dt>{say(keyOf('check_part', part))}</dt>
            <dd>{say('check_progress', { count: done }, { count: total })}</dd>
          </div>
        );
      })}
    </dl>
  );
}
