/** Everything that the lab keeps between runs. */
export const cacheFolder: string;
/**
 * Path of the built server, with HTTP/3 where it can be had. `again`: tries to have it although that failed not long ago. Throws with a
 * sentence that says what is missing.
 */
export function ensureEchd(options?: { again?: boolean }): Promise<string>;
/** What is missing for HTTP/3; undefined where nothing is, or where a build is to try again. */
export function http3LeftOut(): Promise<string | undefined>;
