// What the resolver chosen in Overheard says, while the browser's own tells the truth.

import { at, type Row, row, told } from './row.ts';

export const RESOLVER: Row[] = [
  row(
    'our resolver has no record',
    'withheld',
    at('https://withheld.example/'),
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → exposed (inferred): no-record',
  ),
  row(
    'our resolver knows no such name',
    'many',
    told('https://nxdomain.many.example/', (view, host) => view.override(host, undefined)),
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → unknown (unknown): withheld',
  ),
  row(
    'our resolver fails, ECH is used',
    'many',
    told('https://servfail.many.example/', (view, host) => view.setFault({ kind: 'rcode', rcode: 'SERVFAIL' }, host)),
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → unknown (unknown): lookup-failed',
  ),
];

/** The same kinds once more: for `npm run test:full`. */
export const RESOLVER_OTHERWISE: Row[] = [
  row(
    'our resolver blocks it and says so',
    'many',
    told('https://blocked.many.example/', (view, host) =>
      view.setFault({ kind: 'rcode', rcode: 'NXDOMAIN', extendedError: { code: 15, text: 'policy' } }, host),
    ),
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → unknown (unknown): withheld',
  ),
  row(
    'our resolver fails, ECH is not used',
    'many',
    told('https://servfail.noech.many.example/', (view, host) =>
      view.setFault({ kind: 'rcode', rcode: 'SERVFAIL' }, host),
    ),
    'TLS 1.3 as servfail.noech.many.example → exposed (measured): lookup-failed',
    'TLS 1.3 as servfail.noech.many.example → unknown (unknown): lookup-failed',
  ),
  row(
    'our resolver never answers',
    'many',
    told('https://silence.many.example/', (view, host) => view.setFault({ kind: 'silence' }, host)),
    'ECH as public.example → hidden (measured)',
    'ECH as public.example → unknown (unknown): lookup-failed',
  ),
];
