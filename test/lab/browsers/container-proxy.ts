// An add-on for Firefox as users have them (Multi-Account Containers and the like): what is loaded in any container goes through
// one of the lab's proxies, everything else goes out directly. Written at launch, since it carries the proxy's address.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROXIES } from '../proxy.ts';
import type { ProxyUse } from './lab-browser.ts';

export const CONTAINER_PROXY_ID = 'container-proxy@lab.example';

const MANIFEST = {
  manifest_version: 2,
  name: 'Container proxy of the lab',
  version: '1.0',
  browser_specific_settings: { gecko: { id: CONTAINER_PROXY_ID } },
  permissions: ['proxy', 'cookies', '<all_urls>'],
  background: { scripts: ['background.js'] },
};

/** Writes the add-on into a folder below the given one; returns it. */
export async function writeContainerProxy(home: string, use: ProxyUse): Promise<string> {
  const folder = join(home, 'container-proxy');
  await mkdir(folder);
  const { address: host, port } = PROXIES[use === 'socks-address' ? 'socks' : use];
  const proxy =
    use === 'http' || use === 'https'
      ? { type: use, host, port }
      : { type: 'socks', host, port, proxyDNS: use !== 'socks-address' };
  const background = `
    browser.proxy.onRequest.addListener(
      ({ cookieStoreId }) => (cookieStoreId === 'firefox-default' ? { type: 'direct' } : ${JSON.stringify(proxy)}),
      { urls: ['<all_urls>'] },
    );
  `;
  await writeFile(join(folder, 'manifest.json'), JSON.stringify(MANIFEST));
  await writeFile(join(folder, 'background.js'), background);
  return folder;
}
