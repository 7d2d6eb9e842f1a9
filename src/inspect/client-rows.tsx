// What the RFCs, Chrome and Firefox each make of the records, with the reason and what happens when ECH fails.

import { describePrediction } from '../assess/prediction-words.ts';
import type { Prediction } from '../browsers/rows.ts';
import { keyOf } from '../shared/sentence.ts';
import { say, Words } from '../ui/words.tsx';

export function ClientRows({ rows }: { rows: readonly Prediction[] }) {
  return (
    <ul class="rows">
      {rows.map((row) => (
        <li key={row.client} class={row.outcome} data-client={row.client} data-outcome={row.outcome}>
          <strong>{say(keyOf('inspect_client', row.client))}</strong>
          <span class="outcome">{say(keyOf('inspect_outcome', row.outcome))}</span>
          <p>
            <Words sentence={describePrediction(row.reason, row.publicName ?? null)} />{' '}
            {row.onFailure === 'falls-back' && say('inspect_falls_back')}
            {row.onFailure === 'does-not' && say('inspect_does_not_fall_back')}
          </p>
          <small>{say(keyOf('inspect_basis', row.basis))}</small>
        </li>
      ))}
    </ul>
  );
}
