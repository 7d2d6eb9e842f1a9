// What no query of Overheard may be, whatever a test is about: each that reaches the resolvers which only Overheard uses is checked
// as it arrives, and `lab.close()` throws what was found.

import type { Site } from '../site.ts';
import type { ClientSubnet } from './message.ts';
import type { Question } from './question-log.ts';
import type { ViewId } from './zone.ts';

/** The views of resolvers that no browser of the lab is set to. */
export const OVERHEARDS_VIEWS: readonly ViewId[] = ['resolver', 'second'];

/** Never looked up by anyone (RFC 6761, 6762, 7686, 8375, 9476; ICANN for .internal). */
const LOCAL_NAMES = ['localhost', 'local', 'internal', 'test', 'onion', 'home.arpa', 'invalid', 'alt'];
/** In use on home and office networks, whoever reserved them. */
const HOME_NAMES = ['lan', 'home', 'corp', 'localdomain', 'intranet', 'private', 'mail', 'fritz.box', 'arpa'];

/** Whether a name is that one or below it. */
export function isWithin(name: string, parent: string): boolean {
  return name === parent || name.endsWith(`.${parent}`);
}

const isLocalName = (name: string): boolean =>
  !name.includes('.') || [...LOCAL_NAMES, ...HOME_NAMES].some((suffix) => isWithin(name, suffix));

const isOptOut = (subnet: ClientSubnet | undefined): boolean =>
  subnet?.family === 1 && subnet.sourcePrefix === 0 && subnet.scopePrefix === 0 && subnet.address.length === 0;

export class QueryRules {
  /** Names that are not to be asked about, nor any below them, from the moment that a test adds them. */
  readonly neverAsked = new Set<string>();
  readonly #unasked: readonly { host: string; why: string }[];
  /** Views that answered FORMERR to the option: from then on Overheard does well to leave it out there. */
  readonly #refusing = new Set<ViewId>();
  readonly #complaints = new Set<string>();

  constructor(sites: readonly Pick<Site, 'url' | 'unasked'>[]) {
    this.#unasked = sites
      .filter(({ unasked }) => unasked !== undefined)
      .map(({ url, unasked }) => ({ host: new URL(url).hostname, why: `a site with a ${unasked}` }));
  }

  /** Takes one query, in the order in which they came. */
  see(query: Question): void {
    if (!OVERHEARDS_VIEWS.includes(query.view)) return;
    this.#checkSubnet(query);
    this.#checkName(query);
  }

  /** One sentence a kind and name, without repetitions. */
  get complaints(): string[] {
    return [...this.#complaints];
  }

  #checkSubnet({ view, name, edns, rcode }: Question): void {
    const subnet = edns?.clientSubnet;
    if (subnet && rcode === 'FORMERR') this.#refusing.add(view);
    if (isOptOut(subnet) || (!subnet && this.#refusing.has(view))) return;
    const sent = subnet
      ? `family ${subnet.family}, source prefix ${subnet.sourcePrefix}, scope prefix ${subnet.scopePrefix}, ${subnet.address.length} bytes`
      : 'nothing';
    this.#complain(view, `${name}, with ${sent} about the client’s subnet`);
  }

  #checkName({ view, name }: Question): void {
    const asked = name.toLowerCase();
    const { host, why } = this.#unasked.find((site) => isWithin(asked, site.host)) ?? {};
    if (host !== undefined) this.#complain(view, `${asked}, ${why}`);
    else if (isLocalName(asked)) this.#complain(view, `${asked}, a local name`);
    if ([...this.neverAsked].some((never) => isWithin(asked, never)))
      this.#complain(view, `${asked}, which the test rules out`);
  }

  #complain(view: ViewId, what: string): void {
    this.#complaints.add(`the resolver of the view ${view} was asked about ${what}`);
  }
}
