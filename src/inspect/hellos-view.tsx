// The wire on the inspect page: the hello without ECH, with it, what is sealed inside, and GREASE; their sizes and their padding.
//   <WireView host={host} config={selectEchConfig(list)} />
// `host` in A-labels. `config` is what src/ech/select.ts picks of the records that were looked up; undefined where there are none, or
// none can be used. Builds anew when either changes. HPKE is loaded then and not before.

import { useEffect, useMemo, useState } from 'preact/hooks';
import { encodeHex } from '../bytes/hex.ts';
import { changeMarks, leavesOf } from '../dissect/hex-lines.ts';
import type { SelectedConfig } from '../ech/select.ts';
import type { Sentence } from '../shared/sentence.ts';
import { keyOf, sentence } from '../shared/sentence.ts';
import { ActionFailure } from '../ui/action-failure.tsx';
import { Tabs } from '../ui/tabs.tsx';
import { useAction } from '../ui/use-action.ts';
import { say, Words } from '../ui/words.tsx';
import { FieldsAndBytes } from './fields-and-bytes.tsx';
import type { HelloKind, Wire, WireHello } from './hellos.ts';
import { WireNumbers } from './hellos-sizes.tsx';

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
  const [built, setBuilt] = useState<Built | null>(null);
  const building = useAction(async () => {
    const { buildWire } = await import('./hellos.ts');
    const wire = await buildWire(request);
    setBuilt((last) => ({ wire, before: last?.wire ?? null }));
  }, 'wire_failed');
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, and again on a click
  useEffect(() => building.run(), []);
  return (
    <div class="wire">
      <p class="wire-origin">
        <strong>{say('wire_origin')}</strong> <Words sentence={sentence('wire_intro', { host: request.host })} />
      </p>
      {built !== null && built.wire.unsealed !== null && (
        <p class="wire-unsealed">
          <Words sentence={sentence(keyOf('wire_unsealed', built.wire.unsealed), { host: request.host })} />
        </p>
      )}
      {/* It keeps the focus, however the building ends. */}
      <div class="wire-again">
        <button type="button" onClick={() => building.run()}>
          {say('wire_again')}
        </button>
        <small>{say('wire_again_note')}</small>
        <ActionFailure of={building} />
      </div>
      {built === null && building.state.kind !== 'failed' && <p aria-live="polite">{say('wire_building')}</p>}
      {built !== null && <Hellos host={request.host} built={built} />}
    </div>
  );
}

function Hellos({ host, built: { wire, before } }: { host: string; built: Built }) {
  const [chosen, setChosen] = useState<HelloKind>(wire.unsealed === null ? 'outer' : 'plain');
  const hello = wire.hellos.find(({ kind }) => kind === chosen) as WireHello;
  const last = before?.hellos.find(({ kind }) => kind === chosen);
  const marks = useMemo(
    () => [...hello.marks, ...(last ? changeMarks(leavesOf(hello.fields), last.bytes, hello.bytes) : [])],
    [hello, last],
  );
  const publicName = wire.hellos.find(({ kind }) => kind === 'outer')?.name ?? '';
  return (
    <>
      <Tabs
        label={say('wire_hellos')}
        tabs={wire.hellos.map(({ kind }) => ({ id: kind, title: say(keyOf('wire_hello', kind)) }))}
        chosen={chosen}
        choose={setChosen}
      >
        <p class="wire-says">
          <Words sentence={whatItSays(hello, host, publicName)} />
        </p>
        <FieldsAndBytes
          key={chosen}
          label={say(keyOf('wire_hello', chosen))}
          bytes={hello.bytes}
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
  const names = { plain: [name], outer: [name, host], inner: [publicName, name], grease: [name] };
  return sentence(keyOf('wire_says', kind), ...names[kind].map((host) => ({ host })));
}
