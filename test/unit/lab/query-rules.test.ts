import { describe, expect, it } from 'vitest';
import type { ClientSubnet } from '../../lab/dns/message.ts';
import { QueryRules } from '../../lab/dns/query-rules.ts';
import type { Question } from '../../lab/dns/question-log.ts';
import { SITES } from '../../lab/sites.ts';

const OPT_OUT: ClientSubnet = { family: 1, sourcePrefix: 0, scopePrefix: 0, address: [] };

const query = (name: string, changes: Partial<Question> = {}, clientSubnet: ClientSubnet | undefined = OPT_OUT) =>
  ({
    view: 'resolver',
    name,
    type: 'HTTPS',
    rcode: 'NOERROR',
    edns: { dnssecOk: false, options: [], clientSubnet },
    ...changes,
  }) as Question;
const bare = (name: string, changes: Partial<Question> = {}): Question => ({
  ...query(name, changes),
  edns: { dnssecOk: false, options: [], clientSubnet: undefined },
});

function complaintsAbout(queries: Question[], neverAsked: string[] = []): string[] {
  const rules = new QueryRules(SITES);
  for (const name of neverAsked) rules.neverAsked.add(name);
  for (const one of queries) rules.see(one);
  return rules.complaints;
}

describe('the subnet option', () => {
  it('is missed on both of Overheard’s resolvers, and nowhere else', () => {
    const views = ['resolver', 'second', 'browser', 'network'] as const;
    const complaints = complaintsAbout(views.map((view) => bare('hidden.example', { view })));
    expect(complaints).toEqual([
      'the resolver of the view resolver was asked about hidden.example, with nothing about the client’s subnet',
      'the resolver of the view second was asked about hidden.example, with nothing about the client’s subnet',
    ]);
  });

  it('is missed in a query without EDNS', () => {
    expect(complaintsAbout([query('hidden.example', { edns: undefined })])).toHaveLength(1);
  });

  it.each([
    ['of another family', { ...OPT_OUT, family: 2 }],
    ['with a source prefix', { ...OPT_OUT, sourcePrefix: 24, address: [203, 0, 113] }],
    ['with a scope prefix', { ...OPT_OUT, scopePrefix: 24 }],
    ['with an address in spite of its prefix', { ...OPT_OUT, address: [203] }],
  ])('is not taken %s', (_, subnet) => {
    expect(complaintsAbout([query('hidden.example', {}, subnet)])).toHaveLength(1);
  });

  it('may be left out once the resolver has answered FORMERR to it, there alone', () => {
    const refused = query('hidden.example', { rcode: 'FORMERR' });
    expect(complaintsAbout([refused, bare('hidden.example'), bare('plain.example')])).toEqual([]);
    expect(complaintsAbout([refused, bare('hidden.example', { view: 'second' })])).toHaveLength(1);
    expect(complaintsAbout([bare('hidden.example', { rcode: 'FORMERR' }), bare('hidden.example')])).toHaveLength(1);
    expect(complaintsAbout([bare('hidden.example'), refused])).toHaveLength(1);
  });

  it('still says the right thing when it is sent after FORMERR', () => {
    const wrong = query('hidden.example', {}, { ...OPT_OUT, sourcePrefix: 24, address: [203, 0, 113] });
    expect(complaintsAbout([query('hidden.example', { rcode: 'FORMERR' }), wrong])).toHaveLength(1);
  });

  it('is missed once a name, not once a query', () => {
    expect(complaintsAbout([bare('hidden.example'), bare('hidden.example'), bare('plain.example')])).toHaveLength(2);
  });
});

describe('local names', () => {
  const reserved = 'printer x.localhost x.local x.internal x.test x.onion x.home.arpa x.invalid x.alt localhost'.split(
    ' ',
  );
  const home =
    'x.lan x.home x.corp x.localdomain x.intranet x.private x.mail x.fritz.box fritz.box 1.2.0.192.in-addr.arpa';

  it.each(reserved)('%s is never looked up', (name) => {
    expect(complaintsAbout([query(name)])).toEqual([expect.stringContaining(`${name}, a local name`)]);
  });

  it.each(home.split(' '))('%s is not looked up', (name) => {
    expect(complaintsAbout([query(name)])).toHaveLength(1);
  });

  it.each(['_8443._https.printer.local', 'Printer.LOCAL'])('%s is one of them', (name) => {
    expect(complaintsAbout([query(name)])).toHaveLength(1);
  });

  it.each(['notlan', 'dylan', 'hotmail', 'avm-fritz', 'local'].map((label) => `${label}.example`))(
    '%s is none of them',
    (name) => expect(complaintsAbout([query(name)])).toEqual([]),
  );

  it.each(['news.dylan', 'box', 'notfritz.box', 'x.darpa'])('%s is not taken for another', (name) => {
    const single = name === 'box' ? 1 : 0;
    expect(complaintsAbout([query(name)])).toHaveLength(single);
  });

  it('may be asked of the browser’s own resolver and the network', () => {
    for (const view of ['browser', 'network'] as const)
      expect(complaintsAbout([query('router.lan', { view }), query('printer', { view })])).toEqual([]);
  });
});

describe('sites that are not to be looked up', () => {
  const unasked = SITES.filter((site) => site.unasked !== undefined);

  it.each(unasked.map(({ url }) => new URL(url).hostname))('%s is not', (host) => {
    expect(complaintsAbout([query(host)])).toEqual([expect.stringMatching(/a site with a local-(?:name|address)$/)]);
    expect(complaintsAbout([query(`_8443._https.${host}`)])).toHaveLength(1);
  });

  it('are not all of those at addresses that are seldom seen', () => {
    expect(unasked.length).toBeGreaterThan(5);
    expect(complaintsAbout([query('vpn.example'), query('hidden.example')])).toEqual([]);
  });
});

describe('names that a test rules out', () => {
  it('are not asked, nor any below them', () => {
    const queries = ['hidden.example', '_8443._https.hidden.example', 'plain.example'].map((name) => query(name));
    expect(complaintsAbout(queries, ['hidden.example'])).toEqual([
      'the resolver of the view resolver was asked about hidden.example, which the test rules out',
      'the resolver of the view resolver was asked about _8443._https.hidden.example, which the test rules out',
    ]);
  });

  it('are ruled out from then on, not before', () => {
    const rules = new QueryRules(SITES);
    rules.see(query('hidden.example'));
    rules.neverAsked.add('hidden.example');
    expect(rules.complaints).toEqual([]);
    rules.see(query('hidden.example', { view: 'second' }));
    expect(rules.complaints).toHaveLength(1);
  });

  it('may be asked by the browser', () => {
    expect(complaintsAbout([query('hidden.example', { view: 'browser' })], ['hidden.example'])).toEqual([]);
  });
});
