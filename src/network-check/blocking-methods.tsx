// The blocking methods that were found, with the hosts they were met at, and what they mean for this browser and for Overheard.

import type { Conclusion } from '../network/conclusion.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Name } from '../ui/name.tsx';
import { say, Words } from '../ui/words.tsx';
import { describeBlockingMethod, reachOf } from './conclusion-words.ts';

export function BlockingMethods({ conclusion: { kind, blocking } }: { conclusion: Conclusion }) {
  return (
    <section aria-labelledby="means" class="means">
      <h2 id="means">{say('check_means')}</h2>
      {blocking.length === 0 ? (
        <p>{say(kind === 'possible' ? 'check_means_none' : 'check_means_unseen')}</p>
      ) : (
        <ul>
          {blocking.map((one, index) => (
            <li key={index} data-means={one.kind}>
              <p>
                <Words sentence={describeBlockingMethod(one)} /> <EvidencePill evidence={one.evidence} />
              </p>
              {'hosts' in one && (
                <p class="hosts">
                  {one.hosts.map((host) => (
                    <span key={host}>
                      <Name name={host} />{' '}
                    </span>
                  ))}
                </p>
              )}
              {reachOf(one).map((reach) => (
                <p key={reach.key} class="hint">
                  <Words sentence={reach} />
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
