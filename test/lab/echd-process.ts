// Runs echd and keeps its journal: one entry per TLS handshake, one per HTTP request.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { LOOPBACK_ADDRESS } from './addresses.mjs';
import { ensureEchd } from './build-echd.mjs';
import { type EchKey, echConfig } from './ech-config.ts';
import type { CertificateFiles } from './pki.ts';
import type { TraceFalsehood } from './site.ts';

const ADMIN = `${LOOPBACK_ADDRESS}:8999`;

/** What the server saw of one request; the page shows it in `<pre id="seen">`. */
export interface Seen {
  site: string;
  scheme: 'http' | 'https';
  host: string;
  path: string;
  proto: string;
  /** The client's address. */
  ip: string;
  /** The name in the first ClientHello as it was on the wire. */
  outerName: string;
  /** An ECH extension of type outer was there: real or GREASE, they look the same. */
  echOffered: boolean;
  /** -1 without the extension. */
  configId: number;
  innerName: string;
  echAccepted: boolean;
  tls: '1.2' | '1.3' | '';
  /** The key exchange group; empty when the lab cannot tell. */
  kex: string;
}

export type Transport = 'tcp' | 'quic';

export interface Handshake extends Omit<Seen, 'scheme' | 'host' | 'path' | 'proto' | 'ip'> {
  event: 'handshake';
  timeMs: number;
  transport: Transport;
  /** The server's own address and port. */
  address: string;
  /** No two connections have the same. */
  connection: number;
  alpn: string;
  /** ClientHello messages: 2 after a HelloRetryRequest. */
  hellos: number;
  /** Empty when the handshake went well. One over QUIC is in the log as soon as its ClientHello is, `under way`. */
  error: string;
  /** The first ClientHello, a handshake message with its header, in hex. */
  clientHello: string;
}

export interface PageRequest {
  event: 'request';
  timeMs: number;
  site: string;
  /** The handshake with the same number opened the connection. */
  connection: number;
  method: string;
  query: string;
  headers: Record<string, string[]>;
  /** Where the answer redirects to; empty: nowhere. */
  location: string;
  /** It came over a connection that was opened for another name, and was answered with 421. */
  misdirected: boolean;
  seen: Seen;
}

/** A connection that was opened and closed without a word: browsers keep spare ones. */
export interface SilentConnection {
  event: 'silent';
  timeMs: number;
  site: string;
  address: string;
  connection: number;
}

export type ServerEvent = Handshake | PageRequest | SilentConnection;

/** What can be changed while a site runs. */
export interface TlsSettings {
  /** Keys that the server has; an empty list turns ECH off. Each is offered to clients that come with another. */
  keys: readonly EchKey[];
  maxTls: '1.2' | '1.3';
  helloRetry: boolean;
  /** Protocols in the order of preference. */
  alpn: readonly string[];
  /** Whom the network stops on the way; undefined: nobody. */
  block: Block | undefined;
  /** How /cdn-cgi/trace is not true; undefined: it is. */
  trace: TraceFalsehood | undefined;
  /** HTTP/3; undefined: there is none. What a site starts with of the two, it keeps. */
  quic?: QuicSettings;
}

export interface QuicSettings {
  keys: readonly EchKey[];
  /** No datagram of a client arrives. */
  dropped: boolean;
  /** How late each of a client's datagrams arrives. */
  delayMs: number;
}

/** A network that stops clients with an ECH extension and that outer name, as some do. */
export interface Block {
  /** Undefined: every client is stopped after its ClientHello. */
  outerName?: string;
  /** A TCP RST, an ordinary end of the connection, or no answer at all on a connection that stays open. */
  how: 'reset' | 'close' | 'silence';
}

export interface EchdSite {
  id: string;
  listen: readonly string[];
  cleartext?: string;
  redirectTo?: string;
  tlsRedirectTo?: string;
  headers?: Readonly<Record<string, string>>;
  earlyHints?: readonly string[];
  unshared?: boolean;
  resources?: readonly string[];
  links?: readonly { url: string; title: string; note: string }[];
  icon?: string;
  markup?: string;
  certificates: readonly CertificateFiles[];
  settings: TlsSettings;
}

export class Echd {
  /** Everything so far, in order. */
  readonly log: ServerEvent[] = [];
  readonly #sites: ReadonlyMap<string, EchdSite>;
  readonly #waiting = new Set<() => void>();
  #process: ChildProcess | undefined;
  #failure: string | undefined;

  private constructor(sites: readonly EchdSite[]) {
    this.#sites = new Map(sites.map((site) => [site.id, site]));
  }

  /** Starts the server; resolves when every port is open. */
  static async start(sites: readonly EchdSite[]): Promise<Echd> {
    const echd = new Echd(sites);
    const folder = await mkdtemp(join(tmpdir(), 'overheard-echd-'));
    const path = join(folder, 'sites.json');
    await writeFile(path, JSON.stringify({ admin: ADMIN, sites: sites.map(encodeSite) }));
    await echd.#run(await ensureEchd(), path);
    await rm(folder, { recursive: true });
    return echd;
  }

  get handshakes(): Handshake[] {
    return this.log.filter((entry) => entry.event === 'handshake');
  }

  get requests(): PageRequest[] {
    return this.log.filter((entry) => entry.event === 'request');
  }

  /** The first entry, past or to come, that fits. `from` is an index into the log. */
  async waitFor<T extends ServerEvent>(
    fits: (entry: ServerEvent) => entry is T,
    options?: { timeoutMs?: number; from?: number },
  ): Promise<T>;
  async waitFor(
    fits: (entry: ServerEvent) => boolean,
    options?: { timeoutMs?: number; from?: number },
  ): Promise<ServerEvent>;
  async waitFor(
    fits: (entry: ServerEvent) => boolean,
    { timeoutMs = 5000, from = 0 }: { timeoutMs?: number; from?: number } = {},
  ): Promise<ServerEvent> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const found = this.log.slice(from).find(fits);
      if (found) return found;
      const leftMs = deadline - Date.now();
      if (leftMs <= 0)
        throw new Error(`nothing in the server's log fits; it ends with ${JSON.stringify(this.log.at(-1))}`);
      await this.#nextEntry(leftMs);
    }
  }

  /** Changes a site's TLS from the next connection on. `drop` the open ones to see it. */
  async change(siteId: string, patch: Partial<TlsSettings>): Promise<void> {
    const site = this.#sites.get(siteId);
    if (!site) throw new Error(`no site ${siteId}`);
    const body = JSON.stringify(encodeSettings({ ...site.settings, ...patch }));
    await this.#admin(`settings?site=${siteId}`, { method: 'PUT', body });
  }

  /** Back to the settings of the table, for one site or all. Open connections are dropped. */
  async reset(siteId?: string): Promise<void> {
    for (const id of siteId === undefined ? this.#sites.keys() : [siteId]) await this.change(id, {});
    await this.drop(siteId);
  }

  /** Closes the open connections of one site or all, so that the next visit makes a new handshake. */
  async drop(siteId = ''): Promise<void> {
    await this.#admin(`drop?site=${siteId}`, { method: 'POST' });
  }

  close(): void {
    this.#process?.kill();
  }

  async #admin(path: string, init: RequestInit): Promise<void> {
    const answer = await fetch(`http://${ADMIN}/${path}`, init);
    if (!answer.ok) throw new Error(`echd refused ${path}: ${await answer.text()}`);
    await answer.arrayBuffer();
  }

  #run(binary: string, configPath: string): Promise<void> {
    const child = spawn(binary, ['-config', configPath], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = child;
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => {
      complaint = `${complaint}${chunk}`.slice(-2000);
    });
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => {
        this.#failure = `echd ended: ${complaint}`;
        reject(new Error(this.#failure));
        this.#wake();
      });
      createInterface({ input: child.stdout }).on('line', (line) => {
        const entry = JSON.parse(line) as ServerEvent | { event: 'ready' };
        if (entry.event === 'ready') return resolve();
        this.#add(entry);
        this.#wake();
      });
    });
  }

  /** Of a handshake over QUIC there is an entry from the beginning, which then changes to what became of it. */
  #add(entry: ServerEvent): void {
    const begun = this.log.find(
      (one) => one.event === 'handshake' && entry.event === 'handshake' && one.connection === entry.connection,
    );
    if (begun) Object.assign(begun, { ...entry, timeMs: begun.timeMs });
    else this.log.push(entry);
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  async #nextEntry(timeoutMs: number): Promise<void> {
    if (this.#failure) throw new Error(this.#failure);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#waiting.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

function encodeSite({ settings, ...site }: EchdSite): object {
  return { ...site, ...encodeSettings(settings) };
}

function encodeSettings({ keys, quic, ...others }: TlsSettings): object {
  return { ...others, ech: keys.map(encodeKey), ...(quic && { quic: { ...quic, ech: quic.keys.map(encodeKey) } }) };
}

const encodeKey = ({ fields, privateKey }: EchKey): object => ({
  config: echConfig(fields).toString('base64'),
  privateKey: privateKey.toString('base64'),
  retry: true,
});
