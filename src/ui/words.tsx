// Words on screen: plain messages, and sentences whose arguments came from outside.

import { type ComponentType, Fragment } from 'preact';
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
  /** Longest name to show; see Name. */
  atMost?: number;
  /** What ends it, for a sentence that has no full stop because it stands elsewhere too. */
  end?: string;
  /** Shows how long ago a time was, and counts on; else it stays as it was first shown. */
  Ago?: ComponentType<{ atMs: number }>;
}

/** A sentence with its arguments isolated. */
export function Words({ sentence, atMost, end = '', Ago }: WordsProps) {
  const parts = sentenceParts(sentence, translate);
  return (
    <>
      {parts.map((part, index) => {
        const last = index === parts.length - 1 ? end : '';
        return (
          <Fragment key={index}>
            {part.kind === 'words' ? (
              part.text + last
            ) : (
              <InSentence argument={part.argument} after={part.after + last} atMost={atMost} Ago={Ago} />
            )}
          </Fragment>
        );
      })}
    </>
  );
}

interface InSentenceProps {
  argument: Argument;
  after: string;
  atMost: number | undefined;
  Ago: WordsProps['Ago'] | undefined;
}

function InSentence({ argument, after, atMost, Ago }: InSentenceProps) {
  if ('agoMs' in argument && Ago !== undefined) {
    return (
      <span class="age">
        <Ago atMs={argument.agoMs} />
        {after}
      </span>
    );
  }
  if (!('host' in argument)) {
    return (
      <>
        <bdi>{visibleText(formatArgument(argument))}</bdi>
        {after}
      </>
    );
  }
  const { host } = argument;
  const name = <Name name={host} atMost={atMost} />;
  if (after === '') return name;
  return (
    <span class={isShort(host) ? 'held' : undefined}>
      {name}
      {after}
    </span>
  );
}
