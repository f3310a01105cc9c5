/**
 * The version of the consent text, whose words are in languages/. A changed word is a new version; each participant's row
 * names the version shown.
 */
export const CONSENT_VERSION = "2026-11";

/** Whole minutes for that many trials: about 8 s each and one minute to read. */
export function expectedMinutes(trials: number): number {
  return Math.ceil((trials * 8) / 60 + 1);
}
