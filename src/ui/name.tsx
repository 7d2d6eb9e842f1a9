// A host name on screen: isolated for direction, in monospace. A short one keeps to one line where the line is long enough;
// a long one breaks after its dots, and inside a label only when it must.

import { Fragment } from 'preact';
import { fitName, showName } from './host-name.ts';

/** Names up to this length move to the next line rather than break. */
const SHORT_NAME = 32;

export const isShort = (name: string): boolean => name.length <= SHORT_NAME;

interface NameProps {
  name: string;
  /** Longest text to show; a longer name loses its middle and keeps it as title. For places where it stands again. */
  atMost?: number | undefined;
}

export function Name({ name, atMost = Number.POSITIVE_INFINITY }: NameProps) {
  const { text, title } = fitName(showName(name), atMost);
  const classes = isShort(text) ? 'name short' : 'name';
  return (
    <bdi dir="ltr" class={classes} title={title ?? undefined}>
      {text.split('.').map((label, index) => (
        <Fragment key={index}>
          {index > 0 && '.'}
          {index > 0 && <wbr />}
          {label}
        </Fragment>
      ))}
    </bdi>
  );
}
