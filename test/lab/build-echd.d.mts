/** Everything that the lab keeps between runs. */
export const cacheFolder: string;
/** Path of the built server. Throws with a sentence that says what is missing. */
export function ensureEchd(): Promise<string>;
