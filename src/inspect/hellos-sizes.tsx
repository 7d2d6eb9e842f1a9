// The numbers of the wire: what each hello weighs, where its padding comes from, and what its length still tells.

import type { ComponentChildren } from 'preact';
import { formatArgument } from '../platform/words.ts';
import type { Sentence } from '../shared/sentence.ts';
import { sentence } from '../shared/sentence.ts';
import { say, Words } from '../ui/words.tsx';
import type { Padding, Wire } from './hellos.ts';

/** What one TCP segment carries over IPv4 and Ethernet: 1,500 bytes less two headers of 20. */
const SEGMENT = 1460;

/** RFC 8446 §5.1: the header of a record. */
const RECORD_HEADER = 5;

/** RFC 9180 §7.3: Nt. */
const TAG = 16;

const KINDS = ['plain', 'grease', 'outer'] as const;

const SIZED = { plain: 'wire_size_plain', grease: 'wire_size_grease', outer: 'wire_size_outer' } as const;

export function WireNumbers({ wire: { hellos, padding } }: { wire: Wire }) {
  return (
    <div class="wire-numbers">
      <section>
        <h3>{say('wire_sizes')}</h3>
        <table>
          <thead>
            <tr>
              <td />
              <th scope="col">{say('wire_size_message')}</th>
              <th scope="col">{say('wire_size_record')}</th>
              <th scope="col">{say('wire_size_segments', { bytes: SEGMENT })}</th>
            </tr>
          </thead>
          <tbody>
            {KINDS.flatMap((kind) => {
              const hello = hellos.find((each) => each.kind === kind);
              if (!hello) return [];
              const { length } = hello.bytes;
              return [
                <tr key={kind}>
                  <th scope="row">{say(SIZED[kind])}</th>
                  <td>{formatArgument({ bytes: length - RECORD_HEADER })}</td>
                  <td>{formatArgument({ bytes: length })}</td>
                  <td>{Math.ceil(length / SEGMENT)}</td>
                </tr>,
              ];
            })}
          </tbody>
        </table>
        <p>{say('wire_sizes_of_browsers')}</p>
      </section>
      {padding && <PaddingSums padding={padding} />}
      <section>
        <h3>{say('wire_grease')}</h3>
        <p>{say('wire_grease_proves')}</p>
        <p>{say('wire_grease_lengths')}</p>
      </section>
    </div>
  );
}

function PaddingSums({ padding }: { padding: Padding }) {
  const { innerLength, nameLength, maximumNameLength, forName, toBlock, payloadLength } = padding;
  return (
    <section>
      <h3>{say('wire_padding')}</h3>
      <dl class="sums">
        <Sum bytes={innerLength}>{say('wire_padding_inner')}</Sum>
        <Sum bytes={forName}>
          <Words
            sentence={{
              key: 'wire_padding_name',
              args: [{ count: maximumNameLength }, { count: nameLength }],
            }}
          />
        </Sum>
        <Sum bytes={toBlock}>{say('wire_padding_block')}</Sum>
        <Sum bytes={TAG}>{say('wire_padding_tag')}</Sum>
        <Sum bytes={payloadLength}>{say('wire_padding_payload')}</Sum>
      </dl>
      <p>
        <Words sentence={whatLengthTells(padding)} />
      </p>
    </section>
  );
}

const Sum = ({ bytes, children }: { bytes: number; children: ComponentChildren }) => (
  <div>
    <dt>{children}</dt>
    <dd>{formatArgument({ bytes: bytes })}</dd>
  </div>
);

function whatLengthTells({ alike: { from, to } }: Padding): Sentence {
  if (from === 1 && to === 253) return sentence('wire_alike_all');
  if (from === 1) return sentence('wire_alike_up_to', { count: to });
  return sentence('wire_alike_between', { count: from }, { count: to });
}
