// One thing the user can do from here. Permissions are asked for in the click itself: browsers refuse them later.

import { requestConsent, requestSiteAccess } from '../platform/permissions.ts';
import type { PortRequest } from '../shared/messages.ts';
import type { Action, MessageKey } from '../shared/report.ts';
import { assertNever } from '../shared/result.ts';
import { say } from '../ui/words.tsx';
import { openSettings } from './open-settings.ts';

const WORDS: Record<Action['kind'], MessageKey> = {
  'choose-resolver': 'action_choose_resolver',
  'give-consent': 'action_give_consent',
  'grant-access': 'action_grant_access',
  'ask-now': 'action_ask_now',
  'expect-root': 'action_expect_root',
  'find-out': 'action_find_out',
  trace: 'action_trace',
  'ask-second': 'action_ask_second',
  measure: 'action_measure',
};

/** Longest label that the background accepts. */
const LABEL_LENGTH = 200;

export function ActionButton({ action, send }: { action: Action; send: (request: PortRequest) => void }) {
  const isPrimary = action.kind !== 'expect-root';
  return (
    <button type="button" class={isPrimary ? 'primary' : undefined} onClick={() => act(action, send)}>
      {action.kind === 'ask-second' ? say(WORDS[action.kind], action.resolver) : say(WORDS[action.kind])}
    </button>
  );
}

async function act(action: Action, send: (request: PortRequest) => void): Promise<void> {
  switch (action.kind) {
    case 'choose-resolver':
      return openSettings();
    case 'give-consent':
      return askAgainWhen(requestConsent(), send);
    case 'grant-access':
      return askAgainWhen(requestSiteAccess(), send);
    case 'ask-now':
      return send({ kind: 'check-again' });
    case 'expect-root':
      return send({ kind: 'expect-root', sha256: action.sha256, label: action.subject.slice(0, LABEL_LENGTH) });
    case 'ask-second':
      return send({ kind: 'ask-second' });
    case 'measure':
      return send({ kind: 'measure' });
    case 'find-out':
    case 'trace':
      return undefined;
    default:
      return assertNever(action);
  }
}

async function askAgainWhen(granted: Promise<boolean>, send: (request: PortRequest) => void): Promise<void> {
  if (await granted) send({ kind: 'check-again' });
}
