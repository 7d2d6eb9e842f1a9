// Whose API the code under test sees: every test file begins with a Firefox of its own, and may turn to another browser.

import { FakeExtensionApi } from './extension-api.ts';

let current = new FakeExtensionApi('firefox');

export const currentApi = (): FakeExtensionApi => current;

export function turnTo<Api extends FakeExtensionApi>(api: Api): Api {
  current = api;
  return api;
}

/** What webextension-polyfill gives, which throws outside an extension. */
export const browser = new Proxy({} as FakeExtensionApi['api'], {
  get: (_, name) => Reflect.get(current.api, name),
  has: (_, name) => name in current.api,
});
