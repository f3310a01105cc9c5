import { AppError } from "#lib/errors.ts";
import { softmax } from "./softmax.ts";

/** [n][n]: row a, column b is how much an image of class a looks like b to the classifier; null = no image of class a. */
export type ClassSimilarity = readonly (readonly number[] | null)[];

/**
 * Similarity of classes as a classifier sees them: s_ab = mean softmax_b over held-out images of class a.
 * Measure it on images the classifier was not trained on: on training images the off-diagonal values are noise.
 *
 * @param logits [count, n] @param trueClasses [count]
 */
export function classSimilarity(
  logits: Float32Array,
  trueClasses: readonly number[],
  classes: number,
): ClassSimilarity {
  if (logits.length !== trueClasses.length * classes) {
    throw new Error(`${trueClasses.length} images of ${classes} classes do not have ${logits.length} logits`);
  }
  const sums = Array.from({ length: classes }, () => new Float64Array(classes));
  const counts = new Int32Array(classes);
  for (const [image, trueClass] of trueClasses.entries()) {
    const probabilities = softmax(logits.subarray(image * classes, (image + 1) * classes));
    counts[trueClass]++;
    for (let b = 0; b < classes; b++) sums[trueClass][b] += probabilities[b];
  }
  return sums.map((row, a) => (counts[a] === 0 ? null : Array.from(row, (sum) => sum / counts[a])));
}

/**
 * Similarity of classes as a network's last feature map sees them: the cosine between the classes' mean features, each averaged over
 * the cells and the images of the class. In [-1, 1]. Measured on held-out images for the same reason as `classSimilarity`.
 *
 * @param features [count, k], averaged over the cells @param trueClasses [count]
 */
export function featureSimilarity(
  features: Float32Array,
  trueClasses: readonly number[],
  classes: number,
): ClassSimilarity {
  const channels = features.length / trueClasses.length;
  const sums = Array.from({ length: classes }, () => new Float64Array(channels));
  for (const [image, trueClass] of trueClasses.entries())
    for (let k = 0; k < channels; k++) sums[trueClass][k] += features[image * channels + k];
  const norms = sums.map((sum) => Math.hypot(...sum));
  return sums.map((own, a) => {
    if (norms[a] === 0) return null;
    return sums.map((other, b) => {
      const product = own.reduce((total, value, k) => total + value * other[k], 0);
      return norms[b] === 0 ? 0 : product / (norms[a] * norms[b]);
    });
  });
}

/**
 * The other classes, the most similar to `trueClass` first; among equals the lower index is the more extreme on both ends.
 * @throws AppError `invalid` when no image of that class was measured
 */
export function rankBySimilarity(similarity: ClassSimilarity, trueClass: number): number[] {
  const row = similarity[trueClass];
  if (!row) {
    throw new AppError(
      "invalid",
      `No image of class ${trueClass} was there to measure its similarity to others on.`,
    );
  }
  const others = row.map((_, b) => b).filter((b) => b !== trueClass);
  const least = others.reduce((best, b) => (row[b] < row[best] ? b : best), others[0]);
  const rest = others.filter((b) => b !== least).sort((a, b) => row[b] - row[a] || a - b);
  return [...rest, least];
}
