// Every sentence that a report comes to on screen.

import { describeAnswer, describeEvidence } from '../../../src/assess/answer-words.ts';
import { describeBasis } from '../../../src/assess/basis-words.ts';
import {
  describeAdvice,
  describeAnonymity,
  describeCanary,
  describeClient,
  describeDetail,
  describeDowngrade,
  describeFinding,
  describeGlance,
  describeHeadline,
  describeHost,
  describeNote,
  describeOthers,
  describePublished,
  describeStatus,
  describeWhy,
} from '../../../src/assess/words.ts';
import type { SiteReport } from '../../../src/shared/report.ts';
import type { Sentence } from '../../../src/shared/sentence.ts';

export function sentencesOf(report: SiteReport): Sentence[] {
  const { observers, cause, otherLeaks, downgrade, findings, others, canary, published, anonymityNote } = report;
  const known = describeEvidence(report);
  const all = [
    describeStatus(report),
    describeHeadline(report),
    describeBasis(report),
    ...describeAnswer(report),
    ...(known === null ? [] : [known.source, ...known.meaning]),
    ...observers.map(describeNote),
    ...(cause === null ? [] : [describeWhy(cause, report), describeDetail(cause), describeAdvice(cause)]),
    ...otherLeaks.flatMap((leak) => [describeWhy(leak, report), describeAdvice(leak)]),
    downgrade && describeDowngrade(downgrade),
    ...findings.map(({ finding }) => describeFinding(finding)),
    ...(others === null ? [] : [describeOthers(others), ...others.hosts.items.map(describeHost)]),
    describeGlance(others?.glance ?? null),
    describeCanary(canary),
    describePublished(report),
    ...published.clients.map(describeClient),
    anonymityNote && describeAnonymity(anonymityNote),
  ];
  return all.filter((one) => one !== null);
}
