// Words on screen: plain messages, and sentences whose arguments came from outside.

import { Fragment } from 'preact';
import { translate } from '../platform/words.ts';
import type { MessageKey, Sentence } from '../shared/report.ts';
import { looksLikeName, visibleText } from './host-name.ts';
import { isShort, Name } from './name.tsx';
import { sentenceParts } from './sentence-parts.ts';

/** A message as a string, for attributes and for messages whose arguments are ours. */
export function say(key: MessageKey, ...args: string[]): string {
  return translate({ key, args });
}

interface WordsProps {
  sentence: Sentence;
  /** The argument that takes the tone of the verdict. */
  lit?: string | null;
  /** Longest name to show; see Name. */
  atMost?: number;
}

/** A sentence with its arguments isolated. */
export function Words({ sentence, lit, atMost }: WordsProps) {
  return (
    <>
      {sentenceParts(sentence, translate).map(({ kind, text, after }, index) => (
        <Fragment key={index}>
          {kind === 'words' ? text : <Argument text={text} after={after} lit={text === lit} atMost={atMost} />}
        </Fragment>
      ))}
    </>
  );
}

interface ArgumentProps {
  text: string;
  after: string;
  lit: boolean;
  atMost: number | undefined;
}

function Argument({ text, after, lit, atMost }: ArgumentProps) {
  if (!looksLikeName(text)) {
    return (
      <>
        <bdi>{visibleText(text)}</bdi>
        {after}
      </>
    );
  }
  if (after === '') return <Name name={text} lit={lit} atMost={atMost} />;
  return (
    <span class={isShort(text) ? 'held' : undefined}>
      <Name name={text} lit={lit} atMost={atMost} />
      {after}
    </span>
  );
}
