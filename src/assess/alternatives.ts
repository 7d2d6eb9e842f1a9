// Where the site's servers led the browser for the page's own host (Alt-Svc): a connection there has the ECH of the records there, or
// shows the name, whatever the page's own connection used.

import { isOwnName } from '../observers/anonymity-set.ts';
import type { Alternative, Facts } from '../shared/facts.ts';
import { BROWSER_LABELS, type Statement, statement } from '../shared/sentence.ts';

type AlternativeFacts = Pick<Facts, 'browser' | 'page' | 'alternatives'>;

/** A public name that is the very name shows it, too. */
const shows = ({ prediction }: Alternative, { host }: Facts['page']): boolean =>
  prediction?.outcome === 'shows' || (prediction?.outcome === 'hides' && isOwnName(host, prediction.publicName));

const isUnchecked = ({ prediction }: Alternative): boolean =>
  prediction?.outcome !== 'shows' && prediction?.outcome !== 'hides';

/** The first that may have been used, and shows the name by what is published there. */
export const shownAlternative = ({ page, alternatives }: AlternativeFacts): Alternative | undefined =>
  alternatives.find((one) => one.isUsed && shows(one, page));

/** The first that may have been used, and of which it is not known what is published there. */
export const uncheckedAlternative = ({ alternatives }: AlternativeFacts): Alternative | undefined =>
  alternatives.find((one) => one.isUsed && isUnchecked(one));

/** Any request may go there, also one that is to measure. */
export const areAllHiding = ({ page, alternatives }: AlternativeFacts): boolean =>
  alternatives.every((one) => !isUnchecked(one) && !shows(one, page));

/** One sentence for another port of the page's host, one for another host. */
export function describeAlternative<Port extends string, Host extends string>(
  { host, port }: Alternative,
  { browser, page }: AlternativeFacts,
  kinds: { port: Port; host: Host },
): Statement<Port | Host> {
  const label = { label: BROWSER_LABELS[browser] };
  return host === page.host ? statement(kinds.port, label, { code: port }) : statement(kinds.host, label, { host });
}
