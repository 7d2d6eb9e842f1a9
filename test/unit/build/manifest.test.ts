import { describe, expect, it } from 'vitest';
import manifest from '../../../manifest.json';
import { manifestFor } from '../../../src/build/manifest.ts';

describe('the one manifest', () => {
  it('keeps for Firefox what Firefox knows', () => {
    const firefox = manifestFor('firefox', manifest);
    expect(firefox.permissions).toEqual(manifest.permissions);
    expect(firefox.host_permissions).toEqual(['*://*/*']);
    expect(firefox.background).toEqual(manifest.background);
    expect(firefox).toHaveProperty('browser_specific_settings.gecko.data_collection_permissions');
    expect(firefox).not.toHaveProperty('minimum_chrome_version');
  });

  it('asks nothing of Chrome that Chrome refuses', () => {
    const chromium = manifestFor('chromium', manifest);
    expect(chromium.permissions).toEqual(['storage', 'webNavigation', 'webRequest', 'contextMenus']);
    expect(chromium.host_permissions).toEqual(['*://*/*', 'ws://*/*', 'wss://*/*']);
    expect(chromium.background).toEqual({ service_worker: 'background.js', type: 'module' });
    expect(chromium).not.toHaveProperty('browser_specific_settings');
  });

  it('lets only the measuring build attach a debugger, and names it', () => {
    const { permissions, name } = manifestFor('chromium-measured', manifest);
    expect(permissions).toEqual([...manifestFor('chromium', manifest).permissions, 'debugger']);
    expect(name).toBe('Overheard (measuring)');
    for (const target of ['firefox', 'chromium'] as const) {
      expect(manifestFor(target, manifest).permissions).not.toContain('debugger');
      expect(manifestFor(target, manifest).name).toBe(manifest.name);
    }
  });

  it('runs no code but its own, in no page but its own', () => {
    expect(manifest.content_security_policy.extension_pages).toMatch(/default-src 'none'; script-src 'self'/);
    expect(manifest).not.toHaveProperty('web_accessible_resources');
    expect(manifest).not.toHaveProperty('externally_connectable');
    expect(manifest).not.toHaveProperty('content_scripts');
  });
});
