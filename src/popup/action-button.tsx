// One thing the user can do from here. Permissions are asked for in the click itself: browsers refuse them later.

import { useState } from 'preact/hooks';
import { requestConsent, requestSiteAccess } from '../platform/permissions.ts';
import type { PortRequest } from '../shared/messages.ts';
import type { Action, MessageKey, SiteReport } from '../shared/report.ts';
import { assertNever } from '../shared/result.ts';
import { say } from '../ui/words.tsx';
import { noteId } from './action-note.tsx';
import { openCheckOfNetwork, openSettings } from './open-page.ts';

const WORDS: Record<Action['kind'], MessageKey> = {
  'choose-resolver': 'action_choose_resolver',
  'give-consent': 'action_give_consent',
  'grant-access': 'action_grant_access',
  'ask-now': 'action_ask_now',
  'ask-past-proxy': 'action_ask_past_proxy',
  'expect-root': 'action_expect_root',
  'find-out': 'action_find_out',
  trace: 'action_trace',
  'ask-second': 'action_ask_second',
  'network-check': 'action_network_check',
  measure: 'action_measure',
};

/** Longest label that the background accepts. */
const LABEL_LENGTH = 200;

type Send = (request: PortRequest) => void;

export function ActionButton({ action, report, send }: { action: Action; report: SiteReport; send: Send }) {
  const [state, setState] = useState<'ready' | 'busy' | 'failed'>('ready');
  const busy = state === 'busy';
  // What was found out already is not the next thing to do.
  const isPrimary = action.kind !== 'expect-root' && !(isProbe(action) && report.findings.length > 0);
  const click = async () => {
    if (busy) return;
    setState('busy');
    // What the browser refused has changed nothing: the button is there to be pressed again.
    const done = await act(action, report, send).then(
      () => true,
      () => false,
    );
    setState(done ? 'ready' : 'failed');
  };
  // A live region has to be there before it speaks.
  return (
    <span aria-live="polite">
      <button
        type="button"
        class={isPrimary ? 'primary' : undefined}
        aria-describedby={noteId(action)}
        aria-disabled={busy}
        onClick={click}
      >
        {busy && isProbe(action) ? say('action_finding_out') : label(action)}
      </button>
      {state === 'failed' && <small class="note">{say('action_failed')}</small>}
    </span>
  );
}

const label = (action: Action) =>
  action.kind === 'ask-second' ? say(WORDS[action.kind], action.resolver) : say(WORDS[action.kind]);

type Probe = Extract<Action, { kind: 'find-out' | 'trace' }>;
const isProbe = ({ kind }: Action): boolean => kind === 'find-out' || kind === 'trace';

async function act(action: Action, report: SiteReport, send: Send): Promise<void> {
  switch (action.kind) {
    case 'choose-resolver':
      return openSettings();
    case 'give-consent':
      return askAgainWhen(requestConsent(), send);
    case 'grant-access':
      return askAgainWhen(requestSiteAccess(), send);
    case 'ask-now':
    case 'ask-past-proxy':
      return send({ kind: 'check-again' });
    case 'expect-root':
      return send({ kind: 'expect-root', sha256: action.sha256, label: action.subject.slice(0, LABEL_LENGTH) });
    case 'ask-second':
      return send({ kind: 'ask-second' });
    case 'network-check':
      return openCheckOfNetwork();
    case 'measure':
      return send({ kind: 'measure' });
    case 'find-out':
    case 'trace':
      return probe(action, report, send);
    default:
      return assertNever(action);
  }
}

/** The requests are this page's own: it stays open for as long as the user wants to know. */
async function probe({ kind }: Probe, report: SiteReport, send: Send): Promise<void> {
  const { findOut } = await import('./find-out.ts');
  send({ kind: 'probed', navigationId: report.navigationId, probes: await findOut(report, kind) });
}

async function askAgainWhen(granted: Promise<boolean>, send: Send): Promise<void> {
  if (await granted) send({ kind: 'check-again' });
}
