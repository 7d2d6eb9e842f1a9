// A lab whose resolvers were asked what nobody may ask says so as it closes.

import { expect, it } from 'vitest';
import { ask, encodeQuery } from '../../lab/dns/ask.ts';
import { startLab } from '../../lab/lab.ts';

it('fails when a resolver was asked about a name outside the lab', async () => {
  const lab = await startLab();
  lab.dns.neverAsked.add('plain.example');
  for (const resolver of [lab.dns.resolvers.browser, lab.dns.resolvers.second])
    await ask(resolver, encodeQuery('plain.example', 'HTTPS'));
  await ask(lab.dns.resolvers.browser, encodeQuery('elsewhere.test', 'A'));
  // And about one that a test ruled out, where it was Overheard’s resolver that was asked.
  const complaints = [
    'resolvers of the lab were asked about elsewhere.test',
    'the resolver of the view second was asked about plain.example, which the test rules out',
  ];
  expect(() => lab.close()).toThrow(complaints.join('; '));
});
