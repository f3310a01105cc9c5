import type { ResponseSpec } from "./template.ts";

/**
 * The version of the consent text, whose words are in languages/. A changed word is a new version; each participant's row
 * names the version shown. Since 2026-12 it tells when what ties answers to people is erased; a study of 2026-11 has no such date, and its
 * text is the one it was.
 */
export const CONSENT_VERSION = "2026-12";

/** How long one trial takes, about, in seconds: one tap, a few taps in order, or a drawing. Assumed, not measured. */
const SECONDS: Readonly<Record<ResponseSpec["kind"], number>> = {
  scale: 8,
  choice: 8,
  class: 8,
  point: 10,
  "best-worst": 15,
  ranking: 20,
  strokes: 25,
};

/** How long one trial is taken to last where nothing was measured, in seconds. */
export const assumedSeconds = (kind: ResponseSpec["kind"]): number => SECONDS[kind];

/** Whole minutes for that many trials of a kind, and one minute to read. */
export function expectedMinutes(trials: number, kind: ResponseSpec["kind"]): number {
  return Math.ceil((trials * SECONDS[kind]) / 60 + 1);
}
