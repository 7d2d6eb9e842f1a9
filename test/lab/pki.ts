// The lab's two certificate authorities and the certificates that they sign, made by openssl and kept in the cache folder.
// "Overheard Lab Root" signs ordinary sites; "Lab Interception Root" plays the authority that an employer, an antivirus
// or an attacker added to the device. Browsers trust both (trust.ts).

import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheFolder } from './build-echd.mjs';

const run = promisify(execFile);
const openssl = (options: readonly string[], cwd: string) => run('openssl', options, { cwd });
const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'key.pem'];
const ROOT_DAYS = 3650;
/** Chromium refuses leaf certificates that live longer than 398 days. */
const LEAF_DAYS = 300;
const RENEWAL_MARGIN_MS = 30 * 24 * 3600 * 1000;

export const ROOT_NAMES = { expected: 'Overheard Lab Root', interception: 'Lab Interception Root' } as const;
export type RootId = keyof typeof ROOT_NAMES;

/** A certificate with its private key, as paths of PEM files. */
export interface CertificateFiles {
  chain: string;
  key: string;
}

/** The root of the given name; the same one in every run until it nears its end. */
export function ensureRoot(id: RootId): Promise<CertificateFiles> {
  return ensureCertificate(`root-${id}`, (folder) =>
    openssl(
      ['req', '-x509', ...NEW_KEY, '-out', 'chain.pem', '-days', `${ROOT_DAYS}`]
        .concat(['-subj', `/CN=${ROOT_NAMES[id]}`])
        .concat(['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign']),
      folder,
    ),
  );
}

/** A server certificate for host names or IPv4 addresses, signed by the given root; one with days below 0 has ended. */
export async function ensureLeaf(
  rootId: RootId,
  names: readonly string[],
  days: number = LEAF_DAYS,
): Promise<CertificateFiles> {
  const root = await ensureRoot(rootId);
  const digest = createHash('sha256')
    .update(await readFile(root.chain))
    .update(names.join())
    .update(days === LEAF_DAYS ? '' : `${days}`)
    .digest('hex')
    .slice(0, 16);
  const makeLeaf = async (folder: string) => {
    const alternatives = names.map((name) => `${/^[\d.]+$/.test(name) ? 'IP' : 'DNS'}:${name}`).join();
    const extensions = [
      `subjectAltName=${alternatives}`,
      'extendedKeyUsage=serverAuth',
      'basicConstraints=critical,CA:FALSE',
      'keyUsage=critical,digitalSignature',
    ];
    await writeFile(join(folder, 'extensions'), extensions.join('\n'));
    await openssl(['req', ...NEW_KEY, '-subj', `/CN=${names[0]}`, '-out', 'request.pem'], folder);
    await openssl(
      ['x509', '-req', '-in', 'request.pem', '-CA', root.chain, '-CAkey', root.key, '-out', 'chain.pem'].concat([
        '-days',
        `${days}`,
        '-extfile',
        'extensions',
        '-set_serial',
        `0x${digest}`,
      ]),
      folder,
    );
  };
  return ensureCertificate(`leaf-${digest}`, makeLeaf, days > 0);
}

/** SHA-256 of a certificate as Firefox writes it: uppercase hex pairs with colons. */
export async function fingerprint({ chain }: CertificateFiles): Promise<string> {
  return new X509Certificate(await readFile(chain)).fingerprint256;
}

const underWay = new Map<string, Promise<CertificateFiles>>();

/** The certificate in the cache under that name, made anew when it is missing or, if `isRenewed`, nears its end. */
function ensureCertificate(
  name: string,
  make: (folder: string) => Promise<unknown>,
  isRenewed = true,
): Promise<CertificateFiles> {
  const known = underWay.get(name) ?? makeUnlessFresh(name, make, isRenewed);
  underWay.set(name, known);
  return known;
}

/** Other runs may do the same at the same time, and a folder comes into being as a whole. */
async function makeUnlessFresh(
  name: string,
  make: (folder: string) => Promise<unknown>,
  isRenewed: boolean,
): Promise<CertificateFiles> {
  const folder = join(cacheFolder, 'pki', name);
  const files = { chain: join(folder, 'chain.pem'), key: join(folder, 'key.pem') };
  const endsAtMs = await endOf(files);
  if (endsAtMs !== null) {
    if (!isRenewed || endsAtMs - Date.now() > RENEWAL_MARGIN_MS) return files;
    // Only where there was one: where there was none, this could be what another run has made since.
    await rm(folder, { recursive: true, force: true });
  }
  await mkdir(join(cacheFolder, 'pki'), { recursive: true });
  const work = await mkdtemp(`${folder}-`);
  await make(work);
  await rename(work, folder).catch(() => rm(work, { recursive: true })); // another run was first: take its certificate
  return files;
}

/** In Unix milliseconds; null where there is no certificate. */
async function endOf({ chain }: CertificateFiles): Promise<number | null> {
  const pem = await readFile(chain).catch(() => null);
  return pem && Date.parse(new X509Certificate(pem).validTo);
}
