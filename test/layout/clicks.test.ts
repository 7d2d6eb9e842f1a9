// No click fails in silence: what a click asks of the browser or the background goes through useAction (src/ui/use-action.ts),
// which says on screen how it ended. Read as text, so that no type and no cast gets past it.

import { describe, expect, it } from 'vitest';
import { readSources, roomOf } from './sources.ts';

const PAGES = ['popup', 'options', 'inspect', 'session', 'network-check', 'ui'];
/** They draw a page and have no controls. */
const ENTRIES = [...PAGES.slice(0, -1).map((page) => `src/${page}/${page}.tsx`), 'src/ui/page-entry.tsx'];

/**
 * What a handler may call besides an action's `run` and a state's setter: nothing of these waits for anything. `again`, `ask` and
 * `onSite` start an action of the page above.
 */
const CALLED_BY_HANDLERS = [
  ...['again', 'ask', 'onSite', 'stop', 'choose', 'readSiteInput', 'take', 'preventDefault', 'select', 'focus'],
  // The cursor over bytes and their fields.
  ...['point', 'showMore', 'parentOf', 'toggle', 'moveTo', 'leafUnder', 'goTo'],
];

/** From an opening bracket to its end, with it. */
function bracketed(text: string, start: number): string {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if ('([{'.includes(text.charAt(at))) depth++;
    if (')]}'.includes(text.charAt(at)) && --depth === 0) return text.slice(start, at + 1);
  }
  return text.slice(start);
}

/** Without comments, strings' contents, and what is handed to useAction or step. */
function outsideActions(source: string): string {
  let text = source.replace(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*$/gm, '').replace(/'[^'\n]*'/g, "''");
  for (const call of [/\buseAction\(/, /\bstep\(/]) {
    for (let found = call.exec(text); found !== null; found = call.exec(text)) {
      const start = found.index + found[0].length - 1;
      text = `${text.slice(0, found.index)}ACTION${text.slice(start + bracketed(text, start).length)}`;
    }
  }
  return text;
}

/** Handlers of elements, and not of components of ours, whose props only look like them. */
function handlersOf(text: string): string[] {
  return [...text.matchAll(/<[a-z][\w-]*(?=[\s>])/g)].flatMap(({ index }) => {
    const handlers: string[] = [];
    let at = index + 1;
    while (at < text.length && text.charAt(at) !== '>') {
      if (text.charAt(at) !== '{') {
        at++;
        continue;
      }
      const value = bracketed(text, at);
      if (/\son[A-Z]\w*=$/.test(text.slice(index, at))) handlers.push(value);
      at += value.length;
    }
    return handlers;
  });
}

/** Exported functions that return a promise, by their signature. */
function promising(texts: string[]): string[] {
  return texts.flatMap((text) =>
    [
      ...text.matchAll(/export (?:async function (\w+)|function (\w+)\([^)]*\): Promise<)/g),
      ...text.matchAll(/export const (\w+) = (?:async )?\([^)]*\): Promise</g),
    ].map(([, first, second]) => first ?? second ?? ''),
  );
}

function faultsOf(source: string, promises: string[]): string[] {
  const text = outsideActions(source);
  const body = text.replace(/^import [\s\S]*? from '';$/gm, '');
  const handlers = handlersOf(body);
  const allowed = new RegExp(`(?:\\.run|^set[A-Z]\\w*|^(?:${CALLED_BY_HANDLERS.join('|')}))$`);
  return [
    ...[...body.matchAll(/\basync\b|\bawait\b|\.then\(|\.catch\(|\bvoid \w[\w.]*\(/g)].map(([what]) => what),
    ...promises.filter((name) => new RegExp(`(?<![.\\w])${name}\\(`).test(body)).map((name) => `${name}()`),
    ...handlers.flatMap((handler) => [
      ...promises.filter((name) => new RegExp(`(?<![.\\w])${name}\\b`).test(handler)).map((name) => `handler: ${name}`),
      ...[...handler.matchAll(/((?:\w+\.)?\w+|(?<=\?)\.\w+)\(/g)]
        .map(([, called = '']) => (called.endsWith('.run') ? called : (called.split('.').at(-1) ?? '')))
        .filter((called) => called !== '' && !allowed.test(called))
        .map((called) => `handler: ${called}()`),
    ]),
  ];
}

const sources = readSources('src').filter(({ path }) => PAGES.includes(roomOf(path)) || roomOf(path) === 'platform');
const promises = promising(sources.filter(({ path }) => !ENTRIES.includes(path)).map(({ text }) => text));

it('knows what returns a promise', () => {
  expect(promises).toEqual(
    expect.arrayContaining([
      'openOptions',
      'requestConsent',
      'clearSession',
      'testResolver',
      'inspectTab',
      'openSettings',
    ]),
  );
});

it('no page waits for anything outside of an action', () => {
  const found = sources
    .filter(({ path }) => path.endsWith('.tsx') && !ENTRIES.includes(path))
    .flatMap(({ path, text }) => faultsOf(text, promises).map((fault) => `${path}: ${fault}`));
  expect(found).toEqual([]);
});

describe('what it is there to find', () => {
  it.each([
    ['an async handler', '<button onClick={async () => { await openOptions(); }}>', 'async'],
    ['an async function beside it', 'const start = async () => setDone(true);\n<button onClick={start}>', 'async'],
    ['a chain', '<button onClick={() => request().then(look)}>', '.then('],
    ['a promise that is thrown away', 'const open = () => void load();', 'void load('],
    ['a call of the platform', 'const go = () => { openOptions(); };\n<button onClick={go}>', 'openOptions()'],
    ['the platform itself', '<form noValidate onSubmit={requestConsent}>', 'handler: requestConsent'],
    ['what a prop returns', '<input value={text} onChange={() => onChoose(choice)} />', 'handler: onChoose()'],
    [
      'the same behind a comma',
      '<button class={a > b ? "x" : "y"} onClick={() => (setOne(), props.onTwo())}>',
      'handler: onTwo()',
    ],
  ])('%s', (_what, source, fault) => {
    expect(faultsOf(source, promises)).toContain(fault);
  });

  it.each([
    [
      'an action',
      'const opening = useAction(async () => { await openOptions(); }, "x");\n<button onClick={() => opening.run()}>',
    ],
    ['a state', '<button onClick={() => setOpen(!isOpen)}>'],
    ['a prop of a component of ours', '<Field onTake={(value) => change(value)} />'],
    ['words', "say('then await'); // .then("],
  ])('and nothing in %s', (_what, source) => {
    expect(faultsOf(source, promises)).toEqual([]);
  });
});
