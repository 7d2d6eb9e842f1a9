// Tries the chosen resolver with a reference name, and says what came of it.

import { useRef, useState } from 'preact/hooks';
import { testResolver } from '../platform/settings-page.ts';
import type { Sentence } from '../shared/report.ts';
import { type ResolverChoice, resolverIdentity, resolverTemplate } from '../shared/settings.ts';
import { say, Words } from '../ui/words.tsx';
import { describeTest } from './describe-test.ts';

export function ResolverTestButton({ choice }: { choice: ResolverChoice | null }) {
  const [sentences, setSentences] = useState<Sentence[]>([]);
  const template = resolverTemplate(choice);
  const identity = resolverIdentity(choice);
  // The answer to an earlier press may come after the later one's.
  const last = useRef(0);
  if (template === null || identity === null) return null;

  const test = async () => {
    const press = ++last.current;
    setSentences([{ key: 'options_testing', args: [identity.name] }]);
    const found = await testResolver(template).catch(() => null);
    if (press === last.current) setSentences(describeTest(found ?? null, identity.name));
  };

  return (
    <div class="test">
      <button type="button" onClick={test}>
        {say('options_test')}
      </button>
      <p role="status">
        {sentences.map((sentence) => (
          <span key={sentence.key}>
            <Words sentence={sentence} />{' '}
          </span>
        ))}
      </p>
    </div>
  );
}
