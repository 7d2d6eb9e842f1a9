// A tree of fields beside a hex dump of the same bytes. Pointing at a field, or going to it by keyboard, lights its bytes, and
// the other way round; clicking bytes goes to their field. Marked bytes are told apart by pattern as well as colour, and named.
//   <FieldsAndBytes label="ClientHello" bytes={bytes} fields={readFieldTree(bytes).value} marks={[]} />
// `fields` is the shape of src/dissect/field-tree.ts: leaves touch, stand in order and have offsets in `bytes`. Keep `fields`,
// `bytes` and `marks` the same objects from one drawing to the next, and give the component another `key` for other contents.
// The page's style sheet imports fields-and-bytes.css.

import { useId, useMemo, useState } from 'preact/hooks';
import type { FieldNode } from '../dissect/field-tree.ts';
import { leavesOf, type Mark, type MarkKind } from '../dissect/hex-lines.ts';
import { formatArgument } from '../platform/words.ts';
import { keyOf } from '../shared/sentence.ts';
import { say } from '../ui/words.tsx';
import {
  CHILDREN_AT_ONCE,
  fieldRows,
  nodeAt,
  openTo,
  parentOf,
  pathOfLeaf,
  pathsToLevel,
  type TreeView,
  visiblePath,
} from './field-rows.ts';
import { FieldTree, isForTheEye, shownValue } from './field-tree.tsx';
import { ByteDump, hexOffset } from './hex-dump.tsx';

interface FieldsAndBytesProps {
  /** What the bytes are, in the user's words: names the tree and the dump. */
  label: string;
  bytes: Uint8Array;
  fields: readonly FieldNode[];
  marks?: readonly Mark[];
  /** How many levels are open at first, besides what leads to a mark. */
  openLevels?: number;
}

const NO_MARKS: readonly Mark[] = [];

export function FieldsAndBytes({ label, bytes, fields, marks = NO_MARKS, openLevels = 2 }: FieldsAndBytesProps) {
  const id = useId();
  const leaves = useMemo(() => leavesOf(fields), [fields]);
  const [view, setView] = useState<TreeView>(() => firstView(fields, marks, openLevels));
  const [selected, setSelected] = useState('0');
  /** Nothing is lit before somebody went somewhere. */
  const [isTouched, setTouched] = useState(false);
  const [pointed, setPointed] = useState<FieldNode | null>(null);
  const [focusNow, setFocusNow] = useState(0);

  const rows = useMemo(() => fieldRows(fields, view), [fields, view]);
  const current = visiblePath(rows, selected);
  const selectedNode = nodeAt(fields, selected) ?? fields[0];
  const lit = pointed ?? (isTouched ? (selectedNode ?? null) : null);
  const cursor = Math.max(
    0,
    leaves.findIndex((leaf) => leaf.offset >= (selectedNode?.offset ?? 0)),
  );

  const select = (path: string | undefined) => {
    if (path === undefined) return;
    setSelected(path);
    setTouched(true);
  };
  const pathAt = (leaf: number) => pathOfLeaf(fields, leaves[leaf]?.offset ?? -1);
  const toggle = (paths: readonly string[], open: boolean) =>
    setView(({ limits, open: before }) => {
      const after = new Set(before);
      for (const path of paths) open ? after.add(path) : after.delete(path);
      return { limits, open: after };
    });
  const showMore = (parent: string) =>
    setView(({ limits, open }) => ({
      open,
      limits: new Map(limits).set(parent, (limits.get(parent) ?? CHILDREN_AT_ONCE) + CHILDREN_AT_ONCE),
    }));

  return (
    <div class="fields-and-bytes">
      <FieldTree
        id={id}
        rows={rows}
        marks={marks}
        label={say('bytes_fields_of', { label })}
        lit={lit}
        current={current}
        focusNow={focusNow}
        select={select}
        point={setPointed}
        toggle={toggle}
        showMore={showMore}
      />
      <div class="beside">
        <ByteDump
          bytes={bytes}
          leaves={leaves}
          marks={marks}
          label={say('bytes_of', { label })}
          lit={lit}
          cursor={cursor}
          cursorText={leaves[cursor] ? inWords(leaves[cursor], aboveOf(fields, leaves[cursor])) : ''}
          point={(leaf) => setPointed(leaf === null ? null : (leaves[leaf] ?? null))}
          moveTo={(leaf) => select(pathAt(leaf))}
          goTo={(leaf) => {
            const path = pathAt(leaf);
            if (path === undefined) return;
            setView((before) => openTo(before, path));
            select(path);
            setFocusNow((count) => count + 1);
          }}
        />
        <p class="under">{lit === null ? say('bytes_hint') : <Under node={lit} above={aboveOf(fields, lit)} />}</p>
        <Legend marks={marks} />
      </div>
    </div>
  );
}

function firstView(fields: readonly FieldNode[], marks: readonly Mark[], levels: number): TreeView {
  const view: TreeView = { open: new Set(pathsToLevel(fields, levels)), limits: new Map() };
  const paths = marks.flatMap(({ kind, offset }) => (kind === 'changed' ? [] : (pathOfLeaf(fields, offset) ?? [])));
  return paths.reduce(openTo, view);
}

/** The field around a leaf: many leaves are just a length or opaque. */
function aboveOf(fields: readonly FieldNode[], { offset, children }: FieldNode): string {
  const parent = children ? '' : parentOf(pathOfLeaf(fields, offset) ?? '');
  return parent === '' ? '' : (nodeAt(fields, parent)?.name ?? '');
}

/** What a screen reader says of the leaf under the slider. */
const inWords = ({ name, value = '', length }: FieldNode, above: string): string =>
  [above, name, isForTheEye(value) ? '' : shownValue(value), formatArgument({ bytes: length })]
    .filter(Boolean)
    .join(', ');

const Under = ({ node, above }: { node: FieldNode; above: string }) => (
  <>
    <bdi dir="ltr" class="field-name">
      {above !== '' && `${above} › `}
      {node.name}
    </bdi>{' '}
    <bdi dir="ltr" class="value">
      {shownValue(node.value ?? '')}
    </bdi>{' '}
    <span class="size">
      {formatArgument({ bytes: node.length })} <bdi dir="ltr">0x{hexOffset(node.offset)}</bdi>
    </span>
  </>
);

/** Each kind of mark once, as the dump draws it. */
function Legend({ marks }: { marks: readonly Mark[] }) {
  const kinds = [...new Set(marks.map(({ kind }) => kind))];
  if (kinds.length === 0) return null;
  return (
    <ul class="legend">
      {kinds.map((kind: MarkKind) => (
        <li key={kind}>
          <span class={`piece ${kind}`} aria-hidden="true">
            6e 61
          </span>{' '}
          {say(keyOf('bytes_mark', kind))}
        </li>
      ))}
    </ul>
  );
}
