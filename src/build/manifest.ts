// The one manifest.json, pruned to what each target knows.

export const targets = ['firefox', 'chromium', 'chromium-measured'] as const;
export type Target = (typeof targets)[number];

/** For the build that is loaded unpacked by people who want Chrome's own word, and never goes to a store. */
export const MEASURING_PERMISSION = 'debugger';
const MEASURING_NAME = 'Overheard (measuring)';

interface Manifest {
  background: Record<string, unknown>;
  permissions: string[];
  optional_permissions?: string[];
  host_permissions: string[];
  content_security_policy: { extension_pages: string };
  [key: string]: unknown;
}

/** Permissions that only Firefox grants to an extension from its store. */
const FIREFOX_ONLY = ['webRequestBlocking', 'dns'];

/** In Firefox `*:` covers WebSockets, and a permission more would be one more that users are asked for. */
const CHROMIUM_ONLY = ['ws://*/*', 'wss://*/*'];

/** Chrome: the network check asks for an http: address to see whether an HTTPS record makes it https:. In Firefox it would not. */
const HTTPS_ALONE = "connect-src 'self' https:;";
const HTTP_TOO = "connect-src 'self' https: http:;";

export function manifestFor(target: Target, manifest: Manifest): Manifest {
  const { background, permissions, ...rest } = manifest;
  if (target === 'firefox') {
    // Firefox takes any policy, and knows no schema; and it reports what in Chrome pages are asked for.
    const { minimum_chrome_version: _, storage: __, optional_permissions: ___, ...kept } = rest;
    const host_permissions = manifest.host_permissions.filter((pattern) => !CHROMIUM_ONLY.includes(pattern));
    return { ...kept, background, permissions, host_permissions };
  }
  const { browser_specific_settings: _, ...kept } = rest;
  const { service_worker, type } = background;
  const extension_pages = manifest.content_security_policy.extension_pages.replace(HTTPS_ALONE, HTTP_TOO);
  const chromium = {
    ...kept,
    content_security_policy: { extension_pages },
    background: { service_worker, type },
    permissions: permissions.filter((permission) => !FIREFOX_ONLY.includes(permission)),
  };
  if (target === 'chromium') return chromium;
  return { ...chromium, name: MEASURING_NAME, permissions: [...chromium.permissions, MEASURING_PERMISSION] };
}
