// For people who run networks: three ways to filter, the best first; which browsers each stops, as documented and as measured, and
// whether it is in force here; lines to copy; and the policies that turn ECH off cleanly.

import { isUsable } from '../doh/answer-class.ts';
import type { BlockingMethod, ResolverBlocking } from '../network/blocking-methods.ts';
import type { Evidence } from '../shared/report.ts';
import type { Sentence } from '../shared/sentence.ts';
import { keyOf, sentence } from '../shared/sentence.ts';
import type { Managed } from '../shared/settings.ts';
import { EvidencePill } from '../ui/evidence-pill.tsx';
import { Chevron } from '../ui/glyphs.tsx';
import { say, Words } from '../ui/words.tsx';
import { CopyLine } from './copy-line.tsx';
import { OverheardPolicy } from './overheard-policy.tsx';
import type { Checked } from './report.ts';

const WAYS = ['addresses', 'records', 'canary'] as const;
type Way = (typeof WAYS)[number];

/** Each was tried in dnsmasq 2.90 and Unbound 1.17.1, of which the latter has none for HTTPS records. */
const LINES: Record<Way, { server: string; line: string }[]> = {
  addresses: [
    { server: 'dnsmasq', line: 'address=/blocked.example/' },
    { server: 'Unbound', line: 'local-zone: "blocked.example." always_nxdomain' },
  ],
  records: [{ server: 'dnsmasq', line: 'filter-rr=HTTPS' }],
  canary: [
    { server: 'dnsmasq', line: 'address=/use-application-dns.net/' },
    { server: 'Unbound', line: 'local-zone: "use-application-dns.net." always_nxdomain' },
  ],
};

/** Where they go on Linux. */
const POLICIES = [
  {
    browser: 'Firefox',
    file: '/etc/firefox/policies/policies.json',
    policy: '{"policies": {"DisableEncryptedClientHello": true}}',
  },
  {
    browser: 'Chrome',
    file: '/etc/opt/chrome/policies/managed/ech.json',
    policy: '{"EncryptedClientHelloEnabled": false}',
  },
];

interface AdministratorsProps {
  checked: Checked | null;
  managed: Managed;
  isOpen: boolean;
}

export function Administrators({ checked, managed, isOpen }: AdministratorsProps) {
  return (
    <details class="admin" open={isOpen}>
      <summary>
        <Chevron class="chevron" size={14} />
        <h2>{say('check_admin')}</h2>
      </summary>
      <p>{say('check_admin_intro')}</p>
      <ol>
        {WAYS.map((way) => (
          <li key={way} data-way={way}>
            <h3>{say(keyOf('check_way', way))}</h3>
            <p>
              <strong>{say('check_admin_documented')}</strong> {say(keyOf('check_documented', way))}
            </p>
            <p>
              <strong>{say('check_admin_measured')}</strong> {say(keyOf('check_measured', way))}
            </p>
            {checked !== null && (
              <p class="here">
                <strong>{say('check_admin_here')}</strong>{' '}
                {inForce(way, checked).map(({ words, evidence }, index) => (
                  <span key={index}>
                    <Words sentence={words} /> {evidence && <EvidencePill evidence={evidence} />}{' '}
                  </span>
                ))}
              </p>
            )}
            {LINES[way].map(({ server, line }) => (
              <CopyLine key={server} line={line}>
                {server}
              </CopyLine>
            ))}
          </li>
        ))}
      </ol>
      <h3>{say('check_policies')}</h3>
      {POLICIES.map(({ browser, file, policy }) => (
        <CopyLine key={browser} line={policy}>
          {browser} <code dir="ltr">{file}</code>
        </CopyLine>
      ))}
      <p class="hint">{say('check_policies_measured')}</p>
      <p class="hint">{say('check_cached')}</p>
      <OverheardPolicy managed={managed} />
    </details>
  );
}

const ofResolver = (method: BlockingMethod): method is Extract<BlockingMethod, { kind: ResolverBlocking }> =>
  'isChosen' in method;

interface Here {
  words: Sentence;
  /** Of what a resolver was found to do: it may only follow from its answer. */
  evidence?: Evidence;
}

function inForce(way: Way, checked: Checked): Here[] {
  if (way === 'records') {
    const found = checked.conclusion.blocking.filter(ofResolver);
    if (found.length > 0)
      return found.map(({ kind, resolver, evidence }) => ({
        words: sentence(keyOf('check_here', kind), { label: resolver }),
        evidence,
      }));
  }
  return [{ words: inForceInOne(way, checked) }];
}

function inForceInOne(way: Way, checked: Checked): Sentence {
  if (way === 'addresses') return sentence('check_way_addresses_here');
  const { resolvers, canary } = checked.facts;
  if (way === 'records') {
    const hasAnswer = resolvers.some(({ answers }) => answers.some(({ answer }) => isUsable(answer)));
    return sentence(hasAnswer ? 'check_here_no' : 'check_here_unknown');
  }
  const states = canary.map(({ state }) => state);
  if (states.includes('set')) return sentence('check_here_canary_set');
  // A resolver elsewhere does not know what this network says.
  const isNotSet = states.length > 0 && states.every((state) => state === 'not-set');
  return sentence(isNotSet ? 'check_here_canary_not_set' : 'check_here_unknown');
}
