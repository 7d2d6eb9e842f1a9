// Words on screen: plain messages, and sentences whose arguments came from outside.

import { Fragment } from 'preact';
import { formatArgument, translate } from '../platform/words.ts';
import { type Argument, type MessageKey, type Sentence, sentence } from '../shared/sentence.ts';
import { visibleText } from './host-name.ts';
import { isShort, Name } from './name.tsx';
import { sentenceParts } from './sentence-parts.ts';

/** A message as a string, for attributes and for messages whose arguments are ours. */
export function say(key: MessageKey, ...args: Argument[]): string {
  return translate(sentence(key, ...args));
}

interface WordsProps {
  sentence: Sentence;
  /** The name that takes the tone of the verdict. */
  lit?: string | null;
  /** Longest name to show; see Name. */
  atMost?: number;
}

/** A sentence with its arguments isolated. */
export function Words({ sentence, lit = null, atMost }: WordsProps) {
  return (
    <>
      {sentenceParts(sentence, translate).map((part, index) => (
        <Fragment key={index}>
          {part.kind === 'words' ? part.text : <InSentence {...part} lit={lit} atMost={atMost} />}
        </Fragment>
      ))}
    </>
  );
}

interface InSentenceProps {
  argument: Argument;
  after: string;
  lit: string | null;
  atMost: number | undefined;
}

function InSentence({ argument, after, lit, atMost }: InSentenceProps) {
  if (!('host' in argument)) {
    return (
      <>
        <bdi>{visibleText(formatArgument(argument))}</bdi>
        {after}
      </>
    );
  }
  const { host } = argument;
  const name = <Name name={host} lit={host === lit} atMost={atMost} />;
  if (after === '') return name;
  return (
    <span class={isShort(host) ? 'held' : undefined}>
      {name}
      {after}
    </span>
  );
}
