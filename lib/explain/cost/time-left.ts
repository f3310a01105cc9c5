import type { RunEstimate } from "./run-cost.ts";

/** Finished shards: images in them, and the time workers took, ms. */
export interface PartProgress {
  images: number;
  ms: number;
}

/** One arm of a run under way. */
export interface ArmProgress {
  isJudged: boolean;
  explain: PartProgress;
  score: PartProgress;
}

/**
 * What a run under way still takes, ms; null while something of it was neither measured by its own shards nor estimated when it
 * was started. Each arm goes on at its own pace: a slow method that comes last is not taken for the fast ones before it.
 *
 * @param arms in the order of the estimate's
 * @param estimate made when the run was started @param parallel shards at once as seen in this run, if any was
 */
export function timeLeftOfRun(
  arms: readonly ArmProgress[],
  estimate: RunEstimate,
  parallel: number | null,
): number | null {
  const { images, scoring } = estimate;
  const judged = arms.filter(({ isJudged }) => isJudged);
  const scoreMs =
    perImage(sum(judged.map(({ score }) => score))) ?? share(scoring.ms, judged.length * images);
  const parts = arms.flatMap(({ explain, score, isJudged }, place) => [
    timeLeft(images, explain, share(estimate.arms[place]?.ms ?? null, images)),
    isJudged ? timeLeft(images, score, scoreMs) : 0,
  ]);
  const left = parts.reduce((all, part) => (all === null || part === null ? null : all + part), 0);
  return left === null ? null : left / (parallel ?? estimate.parallel);
}

/** @param usualMs an image, until this part has measured its own */
function timeLeft(images: number, done: PartProgress, usualMs: number | null): number | null {
  const missing = Math.max(0, images - done.images);
  if (missing === 0) return 0;
  const ms = perImage(done) ?? usualMs;
  return ms === null ? null : missing * ms;
}

const perImage = ({ images, ms }: PartProgress): number | null => (images > 0 ? ms / images : null);

const share = (ms: number | null, parts: number): number | null =>
  ms === null || parts === 0 ? null : ms / parts;

const sum = (parts: readonly PartProgress[]): PartProgress =>
  parts.reduce((all, { images, ms }) => ({ images: all.images + images, ms: all.ms + ms }), {
    images: 0,
    ms: 0,
  });
