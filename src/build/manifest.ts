// The one manifest.json, pruned to what each target knows.

export const targets = ['firefox', 'chromium'] as const;
export type Target = (typeof targets)[number];

interface Manifest {
  background: Record<string, unknown>;
  permissions: string[];
  [key: string]: unknown;
}

/** Permissions that only Firefox grants to an extension from its store. */
const FIREFOX_ONLY = ['webRequestBlocking', 'dns'];

export function manifestFor(target: Target, manifest: Manifest): Manifest {
  const { background, permissions, ...rest } = manifest;
  if (target === 'firefox') {
    const { minimum_chrome_version: _, ...kept } = rest;
    return { ...kept, background, permissions };
  }
  const { browser_specific_settings: _, ...kept } = rest;
  const { service_worker, type } = background;
  return {
    ...kept,
    background: { service_worker, type },
    permissions: permissions.filter((permission) => !FIREFOX_ONLY.includes(permission)),
  };
}
