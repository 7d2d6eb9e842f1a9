import { describe, expect, it } from 'vitest';
import { type Claim, judge, type Witness } from '../../lab/agreement.ts';
import type { LabSite } from '../../lab/lab.ts';

const site = { id: 'hidden', tls: { names: ['hidden.example'] } } as unknown as LabSite;
const misleading = { ...site, misleadsInference: true };
const intercepted = { ...site, tls: { names: ['hidden.example'], root: 'interception' } } as unknown as LabSite;

const local = { ...site, unasked: 'local-address' } as const;
const homely = { ...site, unasked: 'local-name' } as const;

const witness = (seen: object | undefined): Witness =>
  ({
    request: seen && { seen: { scheme: 'https', host: 'hidden.example', ...seen } },
    handshakes: [],
  }) as unknown as Witness;
const accepted = witness({ echAccepted: true, outerName: 'public.example' });
const refused = witness({ echAccepted: false, outerName: 'hidden.example' });

const claim = (verdict: string, evidence = 'measured', networkReads?: string): Claim => ({
  verdict,
  evidence,
  networkReads,
});

describe('the popup and the server', () => {
  it.each([
    ['hidden, and so it was', site, claim('hidden', 'measured', 'public.example'), accepted, 'agrees'],
    ['hidden, but ECH was refused', site, claim('hidden'), refused, 'disagrees'],
    ['hidden behind another name', site, claim('hidden', 'measured', 'cover.example'), accepted, 'disagrees'],
    ['hidden, but intercepted', intercepted, claim('hidden'), accepted, 'disagrees'],
    ['partly hidden, but ECH was refused', site, claim('partly-hidden'), refused, 'disagrees'],
    ['exposed, and so it was', site, claim('exposed', 'measured', 'hidden.example'), refused, 'agrees'],
    ['exposed, but ECH was taken', misleading, claim('exposed'), accepted, 'disagrees'],
    ['offered and not used, but taken', site, claim('offered-not-used'), accepted, 'disagrees'],
    ['probably exposed, but taken', site, claim('exposed', 'inferred'), accepted, 'disagrees'],
    ['probably exposed where the lab misleads', misleading, claim('exposed', 'inferred'), accepted, 'could-not-know'],
    ['likely hidden, and so it was', site, claim('likely-hidden', 'inferred', 'public.example'), accepted, 'agrees'],
    ['likely hidden, but refused', site, claim('likely-hidden', 'inferred'), refused, 'disagrees'],
    ['likely hidden where the lab misleads', misleading, claim('likely-hidden', 'inferred'), refused, 'could-not-know'],
    ['cleartext, but encrypted', site, claim('cleartext'), accepted, 'disagrees'],
    ['not applicable, but a name', site, claim('not-applicable'), accepted, 'disagrees'],
    ['intercepted, but by the expected root', site, claim('intercepted'), accepted, 'disagrees'],
    ['unknown, though a page was served', site, claim('unknown', 'unknown'), accepted, 'disagrees'],
    ['unknown, where no lookup may be made', local, claim('unknown', 'unknown'), accepted, 'agrees'],
    ['hidden, but ECH was refused, where no lookup may be made', local, claim('hidden'), refused, 'disagrees'],
    ['not applicable to a local name', homely, claim('not-applicable'), accepted, 'agrees'],
    ['not applicable, but a public name at a local address', local, claim('not-applicable'), accepted, 'disagrees'],
    ['unknown, and nothing was served', site, claim('unknown', 'unknown'), witness(undefined), 'agrees'],
    ['hidden, and nothing was served', site, claim('hidden'), witness(undefined), 'disagrees'],
  ] as const)('%s', (_, at, says, saw, kind) => {
    expect(judge(at, says, saw).kind).toBe(kind);
  });
});
