// Why, and whose doing it is; the one thing to do about it, with its button; and how clicks have shown it.

import { Fragment } from 'preact';
import { advisedCause, describeAdvice, describeDetail, describeWhy } from '../assess/words.ts';
import type { Send } from '../platform/report-port.ts';
import type { Action, Cause, SiteReport } from '../shared/report.ts';
import { keyOf, type MessageKey } from '../shared/sentence.ts';
import { say, Words } from '../ui/words.tsx';
import { ActionButton, ActionNote } from './action-button.tsx';
import type { Pressed } from './answer-focus.ts';
import { Findings } from './findings.tsx';

interface CauseSectionProps {
  report: SiteReport;
  send: Send;
  /** For the button that is pressed. */
  pressed: Pressed;
}

/** What tells a company more, or is of use to few, is a link beside the sentence. */
const LINKS: Action['kind'][] = ['ask-second', 'turn-on'];
/** They change what is asked or warned of from now on. */
const SECONDARY: Action['kind'][] = ['expect-root', 'always-trace'];

export function CauseSection({ report, send, pressed }: CauseSectionProps) {
  const { cause, actions, findings, site } = report;
  if (cause === null && actions.length === 0 && findings.length === 0) return null;
  const buttons = actions.filter(({ kind }) => !LINKS.includes(kind));
  const links = actions.filter(({ kind }) => LINKS.includes(kind));
  const first = buttons.find(({ kind }) => !SECONDARY.includes(kind));
  const heading = headingOf(report);
  return (
    <section class="cause" data-cause={cause?.kind}>
      {heading !== null && <h2 tabIndex={-1}>{say(heading)}</h2>}
      {cause !== null && <Explanation cause={cause} report={report} />}
      {buttons.length > 0 && (
        <div class="actions">
          {buttons.map((action) => (
            <Fragment key={action.kind}>
              <ActionButton
                action={action}
                report={report}
                send={send}
                pressed={pressed}
                look={action === first ? 'primary' : ''}
              />
              <ActionNote action={action} site={site.host} />
            </Fragment>
          ))}
        </div>
      )}
      {links.map((action) => (
        <div key={action.kind} class="aside">
          <ActionButton action={action} report={report} send={send} pressed={pressed} look="link" />{' '}
          <ActionNote action={action} site={site.host} />
        </div>
      ))}
      <Findings findings={findings} />
    </section>
  );
}

/** Null where nothing stands below it but what a click has shown. */
function headingOf(report: SiteReport): MessageKey | null {
  const { cause, actions, headline } = report;
  if (headline.kind === 'set-up') return null;
  if (cause === null) return actions.some(({ kind }) => kind !== 'always-trace') ? 'popup_make_sure' : null;
  const { why, detail, responsible } = cause;
  if (advisedCause(cause, report) !== cause) return 'popup_what_to_do';
  // The answer has said why; that only the site can change it has to be said.
  if (why === null && detail === undefined && responsible !== 'site') return 'popup_what_to_do';
  return responsible === null ? 'popup_why' : keyOf('responsible', responsible);
}

/** Why, and what to do about it: of the first cause about which the reader can do something. */
function Explanation({ cause, report }: { cause: Cause; report: SiteReport }) {
  if (report.headline.kind === 'set-up') return null;
  const advised = advisedCause(cause, report);
  // Another cause than the first, which the answer has named.
  const sentences = [describeWhy(advised, report), describeDetail(advised), describeAdvice(advised)];
  return (
    <p class="why">
      {sentences.map(
        (sentence) =>
          sentence !== null && (
            <Fragment key={sentence.key}>
              <Words sentence={sentence} />{' '}
            </Fragment>
          ),
      )}
    </p>
  );
}
