import { AppError } from "#lib/errors.ts";
import { createRandom } from "#lib/tensor/random.ts";

export interface VersionEntry {
  imageId: string;
  className: string | null;
  split: string;
  /** Content hash: the choice is the same on every installation that holds the same images. */
  sha256: string;
}

/**
 * A seeded sample, balanced over the classes: each round takes one image of every class that has any left, so
 * class counts differ by at most one until a class runs out. Returns image ids in the order drawn.
 */
export function chooseImages(entries: readonly VersionEntry[], size: number, seed: number): string[] {
  const random = createRandom(seed).fork("images");
  const byClass = new Map<string, VersionEntry[]>();
  for (const entry of [...entries].sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1))) {
    const name = entry.className ?? "";
    byClass.set(name, [...(byClass.get(name) ?? []), entry]);
  }
  const names = [...byClass.keys()].sort();
  const queues = names.map((name) => random.fork(name).shuffle(byClass.get(name) ?? []));
  const chosen: string[] = [];
  while (chosen.length < size && queues.some((queue) => queue.length > 0)) {
    for (const queue of random.shuffle(queues)) {
      const entry = queue.pop();
      if (entry && chosen.length < size) chosen.push(entry.imageId);
    }
  }
  return chosen;
}

/** Held-out images are those of any split but "train": what a model was fitted on says little of its explanations. */
export const isHeldOut = (entry: { split: string }): boolean => entry.split !== "train";

/**
 * The images asked for by id, or a seeded draw from the held-out ones.
 * @throws AppError `invalid` when an image is not in the version or there are too few.
 */
export function pickImages(
  entries: readonly VersionEntry[],
  wish: { imageIds?: string[]; sampleSize?: number; seed: number },
): string[] {
  if (wish.imageIds) {
    const known = new Set(entries.map((entry) => entry.imageId));
    const strangers = wish.imageIds.filter((id) => !known.has(id));
    if (strangers.length > 0) {
      throw new AppError(
        "invalid",
        `${strangers.length} of the ${wish.imageIds.length} images are not in this version of the data set: freeze a version that holds them, or choose others.`,
        { imageIds: strangers.slice(0, 20) },
      );
    }
    return [...new Set(wish.imageIds)];
  }
  const heldOut = entries.filter(isHeldOut);
  if (heldOut.length < (wish.sampleSize ?? 0)) {
    throw new AppError(
      "invalid",
      `This version has ${heldOut.length} held-out images (any split but "train"), fewer than the ${wish.sampleSize} wanted: ask for at most ${heldOut.length}.`,
    );
  }
  return chooseImages(heldOut, wish.sampleSize ?? 0, wish.seed);
}
