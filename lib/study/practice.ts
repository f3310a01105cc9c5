import type { PracticeWords } from "./languages/language.ts";
import type { PracticeFeedback } from "./participant-protocol.ts";

/**
 * Share of a map's mass that lies inside a mask, in [0, 1]; null for a map without mass.
 * @param map min-max normalised, [height x width] row-major, values in [0, 1].
 * @param mask same shape, non-zero = inside.
 */
export function highlightShare(map: Float32Array, mask: Uint8Array): number | null {
  let inside = 0;
  let total = 0;
  for (let i = 0; i < map.length; i++) {
    total += map[i];
    if (mask[i]) inside += map[i];
  }
  return total > 0 ? inside / total : null;
}

/** A candidate for practice: one arm's map of the practice image. */
export interface Candidate {
  readonly arm: number;
  /** Null where the map highlights nothing. */
  readonly share: number | null;
}

/** The arms whose maps lie most and least on the object: a clear right and a clear wrong example from the study itself. */
export function extremes(candidates: readonly Candidate[]): { best: Candidate; worst: Candidate } {
  if (candidates.length === 0) throw new RangeError("No candidate for practice");
  const sorted = [...candidates].sort((a, b) => (a.share ?? 0) - (b.share ?? 0));
  return { worst: sorted[0], best: sorted[sorted.length - 1] };
}

/** So many candidates from the one that lies most on the object to the one that lies least, evenly between. */
export function spreadOut(candidates: readonly Candidate[], count: number): Candidate[] {
  const sorted = [...candidates].sort((a, b) => (b.share ?? 0) - (a.share ?? 0));
  const step = (sorted.length - 1) / Math.max(1, count - 1);
  return Array.from({ length: Math.min(count, sorted.length) }, (_, at) => sorted[Math.round(at * step)]);
}

/**
 * What a practice trial tells the rater afterwards, from the measured share of the highlight on the object: of five points 4 to 5,
 * 2 to 4 or 1 to 2, and of more the same parts of the scale.
 */
export function practiceFeedback(
  share: number | null,
  answer: string,
  { most, part, hardlyAny }: PracticeWords,
  points = 5,
): PracticeFeedback {
  const lower = Math.round((points + 1) / 3);
  const upper = points + 1 - lower;
  if (share !== null && share >= 0.5) return { low: upper, high: points, because: most(answer) };
  if (share !== null && share >= 0.25) return { low: lower, high: upper, because: part };
  return { low: 1, high: lower, because: hardlyAny(answer) };
}
