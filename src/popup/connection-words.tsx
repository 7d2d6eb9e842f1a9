// A connection in one line of small type, or nothing where nothing is told of it.

import type { ConnectionReport } from '../shared/report.ts';
import { sentence } from '../shared/sentence.ts';
import { connectionWords } from '../ui/connection-words.ts';
import { visibleText } from '../ui/host-name.ts';
import { Words } from '../ui/words.tsx';

export function ConnectionWords({ connection }: { connection: ConnectionReport }) {
  return (
    <>
      {connectionWords(connection).map((word, index) => (
        <span key={index} class="told">
          <bdi dir="ltr">{visibleText(word)}</bdi>{' '}
        </span>
      ))}
      {connection.proxy !== null && (
        <span class="told">
          <Words sentence={sentence('popup_by_proxy', { host: connection.proxy })} />
        </span>
      )}
    </>
  );
}
