import type { Undefined, Value } from "#lib/stats/estimate.ts";
import type { OneVsRest } from "./one-vs-rest.ts";
import { placements, rocAuc } from "./roc-auc.ts";

export interface OneVsRestAucs {
  /** Of each class against all others. */
  perClass: Value[];
  /**
   * Their mean, every class counting the same (scikit-learn: `multi_class="ovr", average="macro"`), and its variance; null
   * when a class has fewer than two images.
   */
  macro: { value: number; variance: number | null } | Undefined;
}

/**
 * One-vs-rest AUCs and their macro average. The variance of the average is that of DeLong, DeLong and Clarke-Pearson (1988) for
 * a mean of AUCs that share images: image i of class y moves it by
 *
 *   h_i = (1/k) (V10_y(i) + sum_{c != y} V01_c(i) n_y / (n - n_c))       V10, V01 = its placements, n_c = images of class c
 *
 * and var = sum_y var(h in y) / n_y, each class's images being independent. For two classes it is the binary one.
 */
export function oneVsRestAucs(scores: OneVsRest, labels: Int32Array, classes: number): OneVsRestAucs {
  const counts = new Int32Array(classes);
  for (const label of labels) counts[label]++;
  const influence = new Float64Array(labels.length);
  const perClass = Array.from({ length: classes }, (_, c): Value => {
    const placed = placements(scores(c), (i) => labels[i] === c);
    if ("undefined" in placed) return placed;
    let [positive, negative] = [0, 0];
    labels.forEach((label, i) => {
      influence[i] +=
        label === c
          ? placed.positives[positive++]
          : (placed.negatives[negative++] * counts[label]) / (labels.length - counts[c]);
    });
    return { value: rocAuc(placed) };
  });
  const missing = perClass.find((auc) => "undefined" in auc);
  if (missing && "undefined" in missing) return { perClass, macro: missing };
  const sum = perClass.reduce((total, auc) => total + ("value" in auc ? auc.value : 0), 0);
  const isEnough = counts.every((count) => count >= 2);
  const variance = isEnough ? varianceWithin(labels, influence, counts) / classes ** 2 : null;
  return { perClass, macro: { value: sum / classes, variance } };
}

/** sum_y var(values of class y) / n_y */
function varianceWithin(labels: Int32Array, values: Float64Array, counts: Int32Array): number {
  const means = new Float64Array(counts.length);
  labels.forEach((label, i) => {
    means[label] += values[i] / counts[label];
  });
  let total = 0;
  labels.forEach((label, i) => {
    total += (values[i] - means[label]) ** 2 / (counts[label] - 1) / counts[label];
  });
  return total;
}
