// The wire on the inspect page: the hello without ECH, with it, what is sealed inside, and GREASE; their sizes and their padding.
//   <WireView host={host} config={selectEchConfig(list)} />
// `host` in A-labels. `config` is what src/ech/select.ts picks of the records that were looked up; undefined where there are none, or
// none can be used. Builds anew when either changes. HPKE is loaded then and not before. The style sheet imports wire.css.

import { useEffect, useMemo, useState } from 'preact/hooks';
import type { SelectedConfig } from '../ech/select.ts';
import { keyOf } from '../shared/message-key.ts';
import type { Sentence } from '../shared/report.ts';
import { Tabs } from '../ui/tabs.tsx';
import { say, Words } from '../ui/words.tsx';
import { encodeHex } from '../wire/hex.ts';
import { FieldsAndOctets } from './fields-and-octets.tsx';
import { changeMarks, leavesOf } from './octet-lines.ts';
import type { HelloKind, Wire, WireHello } from './wire.ts';
import { WireNumbers } from './wire-numbers.tsx';

interface WireViewProps {
  host: string;
  config: SelectedConfig | undefined;
}

export function WireView({ host, config }: WireViewProps) {
  return <Builds key={`${host} ${config ? encodeHex(config.config.raw) : ''}`} host={host} config={config} />;
}

interface Built {
  wire: Wire;
  before: Wire | null;
}

/** For one host and config: another has another key. */
function Builds(props: WireViewProps) {
  const [request] = useState(props);
  const [round, setRound] = useState(0);
  const [built, setBuilt] = useState<Built | 'failed' | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each round builds anew
  useEffect(() => {
    let isWanted = true;
    const show = (wire: Wire) =>
      setBuilt((last) => ({ wire, before: last === null || last === 'failed' ? null : last.wire }));
    import('./wire.ts')
      .then(({ buildWire }) => buildWire(request))
      .then(
        (wire) => isWanted && show(wire),
        () => isWanted && setBuilt('failed'),
      );
    return () => {
      isWanted = false;
    };
  }, [request, round]);
  return (
    <div class="wire">
      <p class="wire-origin">
        <strong>{say('wire_origin')}</strong> <Words sentence={{ key: 'wire_intro', args: [request.host] }} />
      </p>
      {built === null && <p aria-live="polite">{say('wire_building')}</p>}
      {built === 'failed' && <p role="alert">{say('wire_failed')}</p>}
      {built !== null && built !== 'failed' && (
        <Hellos host={request.host} built={built} again={() => setRound(round + 1)} />
      )}
    </div>
  );
}

function Hellos({ host, built: { wire, before }, again }: { host: string; built: Built; again: () => void }) {
  const [chosen, setChosen] = useState<HelloKind>(wire.unsealed === null ? 'outer' : 'plain');
  const hello = wire.hellos.find(({ kind }) => kind === chosen) as WireHello;
  const last = before?.hellos.find(({ kind }) => kind === chosen);
  const marks = useMemo(
    () => [...hello.marks, ...(last ? changeMarks(leavesOf(hello.fields), last.octets, hello.octets) : [])],
    [hello, last],
  );
  const publicName = wire.hellos.find(({ kind }) => kind === 'outer')?.name ?? '';
  return (
    <>
      {wire.unsealed !== null && (
        <p class="wire-unsealed">
          <Words sentence={{ key: keyOf('wire_unsealed', wire.unsealed), args: [host] }} />
        </p>
      )}
      <div class="wire-again">
        <button type="button" onClick={again}>
          {say('wire_again')}
        </button>
        <small>{say('wire_again_note')}</small>
      </div>
      <Tabs
        label={say('wire_hellos')}
        tabs={wire.hellos.map(({ kind }) => ({ id: kind, title: say(keyOf('wire_hello', kind)) }))}
        chosen={chosen}
        choose={setChosen}
      >
        <p class="wire-says">
          <Words sentence={whatItSays(hello, host, publicName)} />
        </p>
        <FieldsAndOctets
          key={chosen}
          label={say(keyOf('wire_hello', chosen))}
          octets={hello.octets}
          fields={hello.fields}
          marks={marks}
          openLevels={chosen === 'inner' ? 1 : 2}
        />
      </Tabs>
      <WireNumbers wire={wire} />
    </>
  );
}

/** Who can read what of it. */
function whatItSays({ kind, name }: WireHello, host: string, publicName: string): Sentence {
  const args = { plain: [name], outer: [name, host], inner: [publicName, name], grease: [name] };
  return { key: keyOf('wire_says', kind), args: args[kind] };
}
