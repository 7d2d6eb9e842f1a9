// What the RFCs, Chrome and Firefox each make of the records, with the reason and what happens when ECH fails.

import { describePrediction } from '../assess/prediction-words.ts';
import { differingTransports, type Prediction, type TransportPrediction } from '../browsers/rows.ts';
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
          <TransportRows row={row} />
          <small>{say(keyOf('inspect_basis', row.basis))}</small>
        </li>
      ))}
    </ul>
  );
}

/** Over TCP and over QUIC, where a browser does not do the same over both. */
function TransportRows({ row }: { row: Prediction }) {
  const differing = differingTransports(row);
  return (
    differing && (
      <dl class="transports">
        <Transport name="tcp" prediction={differing.tcp} />
        <Transport name="quic" prediction={differing.quic} />
      </dl>
    )
  );
}

function Transport({ name, prediction }: { name: 'tcp' | 'quic'; prediction: TransportPrediction }) {
  const { outcome, reason, publicName, opens } = prediction;
  return (
    <div data-transport={name} data-outcome={outcome}>
      <dt>{say(keyOf('inspect_transport', name))}</dt>
      <dd class={outcome}>
        <span class="outcome">{say(keyOf('inspect_outcome', outcome))}</span>{' '}
        <Words sentence={describePrediction(reason, publicName ?? null)} /> {say(keyOf('inspect_opens', opens))}
      </dd>
    </div>
  );
}
