// The one place where a report's conclusions become sentences: each part of it by its kind. What a verdict is based on has its words
// next door (basis-words.ts), since the session page needs no others.

import type {
  CanaryReport,
  Cause,
  ClientOutcome,
  Glance,
  HostReport,
  ObserverRow,
  OthersReport,
  PublishedState,
  SiteReport,
} from '../shared/report.ts';
import type { AnonymityNote, FindingKind, Subject } from '../shared/report-kinds.ts';
import { keyOf, type Sentence, type Statement, sentence, sentenceOf } from '../shared/sentence.ts';
import { type About, subjectOf } from './basis-words.ts';
import { describePrediction } from './prediction-words.ts';
import { describeFailure, describeNotAsked } from './reasons.ts';

export const describeHeadline = ({ headline }: Pick<SiteReport, 'headline'>): Sentence =>
  sentenceOf('headline', headline);

/** Headlines whose status is their own, and not the icon's. */
const OWN_STATUS = ['pending', 'set-up', 'not-loaded'] as const;

/** The headline in a word or two, mostly by the icon beside it. */
export function describeStatus({ icon, evidence, headline }: Pick<SiteReport, 'icon' | 'evidence' | 'headline'>) {
  const own = OWN_STATUS.find((kind) => kind === headline.kind);
  if (own !== undefined) return sentence(keyOf('status', own));
  return sentence(keyOf('status', icon === 'exposed' && evidence === 'inferred' ? 'probably-exposed' : icon));
}

export const describeNote = ({ note }: Pick<ObserverRow, 'note'>): Sentence => sentenceOf('note', note);

/** Null where the headline or the basis has said it. */
export function describeWhy({ why }: Cause, report: About): Sentence | null {
  if (why === null) return null;
  const { host, resolver } = subjectOf(report);
  if (why.kind === 'failed') return describeFailure(why.failure, resolver, host);
  return why.kind === 'withheld'
    ? sentence('unknown_withheld', { label: resolver }, { host })
    : sentenceOf('cause', why);
}

/** Null where there is no more to say. */
export function describeDetail({ detail }: Cause): Sentence | null {
  if (detail === undefined) return null;
  switch (detail.kind) {
    case 'prediction':
      return describePrediction(detail.reason, detail.publicName);
    case 'name-error':
      return sentenceOf('published', detail);
    case 'site-unreported':
    case 'too-few':
      return sentenceOf('probes', detail);
    default:
      return sentenceOf('cause', detail);
  }
}

/** Whose advice is given: that of the first leak about which the reader can do something, not only the site's operator. */
export const advisedCause = (cause: Cause, { otherLeaks }: Pick<SiteReport, 'otherLeaks'>): Cause =>
  [cause, ...otherLeaks].find(({ responsible }) => responsible !== 'site') ?? cause;

export const describeAdvice = ({ advice }: Cause): Sentence => sentence(keyOf('advice', advice));

export const describeDowngrade = ({ before }: NonNullable<SiteReport['downgrade']>): Sentence =>
  sentence(keyOf('downgrade', before));

export const describeFinding = (finding: Statement<FindingKind>): Sentence => sentenceOf('found', finding);

/** What the state of the canary means for this browser. */
export function describeCanary({ state, asked }: CanaryReport): Sentence {
  if (state === 'not-asked' || asked === null) return sentence('canary_not_asked');
  if (asked === 'system-resolver')
    return sentence(state === 'unknown' ? 'canary_firefox_controls' : keyOf('canary_firefox', state));
  const label = { label: asked.resolver };
  return sentence(state === 'unknown' ? 'canary_chromium_failed' : keyOf('canary_chromium', state), label);
}

/** What the basis has said is not said twice; beside a measured verdict it is said nowhere else. */
export function describePublished(report: About & Pick<SiteReport, 'published' | 'basis'>): Sentence {
  const { published, basis } = report;
  const isSaidAbove = basis.kind === 'unknown' && basis.reason.kind === 'not-asked';
  return published.state === 'not-asked' && isSaidAbove && published.why !== 'never-ask'
    ? sentence('published_not_asked')
    : describePublication(published, subjectOf(report));
}

export function describePublication(known: PublishedState, { host, resolver }: Omit<Subject, 'browser'>): Sentence {
  const label = { label: resolver };
  switch (known.state) {
    case 'not-asked':
      return known.why === 'never-ask' ? sentence('published_not_needed') : describeNotAsked(known.why, host);
    case 'pending':
      return resolver === '' ? sentence('published_not_asked') : sentence('published_pending', label);
    case 'failed':
      return describeFailure(known.failure, resolver, host);
    case 'withheld':
    case 'no-record':
      return sentence(keyOf('published', known.by === 'name-error' ? known.by : known.state), label);
    case 'alias':
      return sentence('published_alias', { host: known.target });
    case 'ech':
      return known.publicName === null
        ? sentence('published_ech_unusable')
        : sentence('published_ech', { host: known.publicName });
    default:
      return sentence(keyOf('published', known.state));
  }
}

export const describeClient = ({ reason, publicName }: ClientOutcome): Sentence =>
  describePrediction(reason, publicName);

export const describeHost = ({ how }: Pick<HostReport, 'how'>): Sentence => sentenceOf('how', how);

export const describeOthers = ({ statement }: OthersReport): Sentence => sentenceOf('others', statement);

/** Null: the page reached no other host so far. */
export function describeGlance(glance: Glance | null): Sentence {
  if (glance === null) return sentence('popup_others_none');
  const { kind, args } = glance.count;
  return kind === 'not-known' ? sentence('popup_not_known') : sentenceOf('glance', { kind, args });
}

export const describeOwnRequests = (counts: NonNullable<SiteReport['ownRequests']>): Sentence =>
  sentenceOf('own', counts);

export const describeAnonymity = (note: AnonymityNote): Sentence => sentenceOf('anonymity', note);
