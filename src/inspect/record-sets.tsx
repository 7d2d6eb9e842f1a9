// The records of an answer: the chain of names that led to them, each as zone-file text, and its fields beside its bytes.

import { useMemo, useState } from 'preact/hooks';
import { damageMarks, leavesOf } from '../dissect/hex-lines.ts';
import { readRecordFields } from '../dissect/record-fields.ts';
import { formatServiceBinding } from '../dns/format-service-binding.ts';
import { decodeServiceBinding } from '../dns/service-binding.ts';
import { rdatasOf } from '../dns/stored-records.ts';
import { describeDecodeError } from '../shared/decode-error-words.ts';
import type { RecordSet } from '../shared/lookup.ts';
import { Chevron } from '../ui/glyphs.tsx';
import { visibleText } from '../ui/host-name.ts';
import { Name } from '../ui/name.tsx';
import { say, Words } from '../ui/words.tsx';
import { FieldsAndBytes } from './fields-and-bytes.tsx';

/** More are counted and not shown: an answer of 64 KiB holds thousands. */
const MOST_RECORDS = 32;

/** Down to the fields of an ECHConfig, which is what people come for. */
const ALL_LEVELS = 8;

export function RecordSets({ id, sets }: { id: string; sets: readonly RecordSet[] }) {
  const filled = sets.filter(({ rdatas }) => rdatas.length > 0);
  if (filled.length === 0) return null;
  return (
    <section class="records" aria-labelledby={id}>
      <h2 id={id}>{say('inspect_records')}</h2>
      {filled.map((set, index) => (
        <div key={index} class="set">
          {index > 0 && <p class="hint">{say('inspect_set_behind_alias')}</p>}
          <Chain set={set} />
          {rdatasOf(set)
            .slice(0, MOST_RECORDS)
            .map((rdata, position) => (
              <Rdata key={position} rdata={rdata} number={position + 1} isOpen={index === 0 && position === 0} />
            ))}
          {set.rdatas.length > MOST_RECORDS && (
            <p>{say('popup_and_more', { count: set.rdatas.length - MOST_RECORDS })}</p>
          )}
        </div>
      ))}
    </section>
  );
}

/** The CNAMEs on the way to the owner. */
function Chain({ set: { owner, cnames } }: { set: RecordSet }) {
  if (owner === '') return null;
  return (
    <p class="chain">
      {cnames.length > 0 && <span>{say('inspect_by_cname')} </span>}
      {(cnames.length > 0 ? cnames : [owner]).map((name, index) => (
        <span key={index}>
          {index > 0 && <span aria-hidden="true"> → </span>}
          <Name name={name} />
        </span>
      ))}
    </p>
  );
}

interface RdataProps {
  rdata: Uint8Array;
  number: number;
  isOpen: boolean;
}

function Rdata({ rdata, number, isOpen: isOpenAtFirst }: RdataProps) {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const { tree, marks, text } = useMemo(() => {
    const fields = readRecordFields(rdata);
    const decoded = decodeServiceBinding(rdata);
    return {
      tree: fields,
      marks: damageMarks(leavesOf(fields.fields), fields.issues),
      text: decoded.ok ? formatServiceBinding(decoded.value) : null,
    };
  }, [rdata]);
  const label = say('inspect_record_number', { count: number });
  return (
    <details class="record" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <Chevron class="chevron" size={14} />
        <h3>{label}</h3>
        {text === null ? (
          <span class="damaged">{say('inspect_record_damaged')}</span>
        ) : (
          <bdi dir="ltr" class="name zone">
            {visibleText(text)}
          </bdi>
        )}
      </summary>
      {tree.issues.length > 0 && (
        <ul class="issues">
          {tree.issues.slice(0, MOST_RECORDS).map((issue, index) => (
            <li key={index}>
              <Words sentence={describeDecodeError(issue)} />
            </li>
          ))}
        </ul>
      )}
      {isOpen && (
        <FieldsAndBytes label={label} bytes={rdata} fields={tree.fields} marks={marks} openLevels={ALL_LEVELS} />
      )}
    </details>
  );
}
