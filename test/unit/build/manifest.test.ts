import { describe, expect, it } from 'vitest';
import manifest from '../../../manifest.json';
import schema from '../../../src/build/managed-schema.json';
import { manifestFor, targets } from '../../../src/build/manifest.ts';
import { POLICY_FIELDS } from '../../../src/shared/managed.ts';

describe('the one manifest', () => {
  it('keeps for Firefox what Firefox knows', () => {
    const firefox = manifestFor('firefox', manifest);
    expect(firefox.permissions).toEqual(manifest.permissions);
    expect(firefox.host_permissions).toEqual(['*://*/*']);
    expect(firefox.background).toEqual(manifest.background);
    expect(firefox).toHaveProperty('browser_specific_settings.gecko.data_collection_permissions');
    expect(firefox).not.toHaveProperty('minimum_chrome_version');
    expect(firefox).not.toHaveProperty('storage');
    expect(firefox).not.toHaveProperty('optional_permissions');
  });

  it('asks nothing of Chrome that Chrome refuses', () => {
    const chromium = manifestFor('chromium', manifest);
    expect(chromium.permissions).toEqual(['storage', 'webNavigation', 'webRequest', 'contextMenus']);
    expect(chromium.host_permissions).toEqual(['*://*/*', 'ws://*/*', 'wss://*/*']);
    expect(chromium.optional_permissions).toEqual(['scripting']);
    expect(chromium.background).toEqual({ service_worker: 'background.js', type: 'module' });
    expect(chromium).not.toHaveProperty('browser_specific_settings');
  });

  it('has a schema of what Chrome takes as policy, field by field as it is read', () => {
    expect(manifestFor('chromium', manifest)).toHaveProperty('storage.managed_schema', 'managed-schema.json');
    expect(Object.keys(schema.properties)).toEqual(POLICY_FIELDS);
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
    const chromium = "'self' https: http:";
    const connects = { firefox: "'self' https:", chromium, 'chromium-measured': chromium };
    for (const target of targets) {
      const built = manifestFor(target, manifest);
      const pages =
        `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src ${connects[target]}; ` +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
      expect(built.content_security_policy).toEqual({ extension_pages: pages });
      for (const opening of ['web_accessible_resources', 'externally_connectable', 'content_scripts', 'sandbox'])
        expect(built).not.toHaveProperty(opening);
    }
  });
});
