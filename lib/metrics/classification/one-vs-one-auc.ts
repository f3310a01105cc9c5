import type { Value } from "#lib/stats/estimate.ts";
import { placements, rocAuc } from "./roc-auc.ts";

/**
 * One-vs-one AUC (Hand and Till 2001): for each pair of classes the images of the two alone, each class's score telling it from the
 * other, the two directions averaged; the mean over pairs (scikit-learn: `multi_class="ovo", average="macro"`). Unlike
 * one-vs-rest it does not depend on how common the classes are.
 *
 * @param scores [images][classes] @param labels [images]
 * @returns undefined `class_absent` where a class has no image, `too_few_classes` for one class
 */
export function oneVsOneAuc(
  scores: readonly ArrayLike<number>[],
  labels: ArrayLike<number>,
  classes: number,
): Value {
  if (classes < 2) return { undefined: "too_few_classes" };
  const members = Array.from({ length: classes }, (_, c) => scores.filter((_, i) => labels[i] === c));
  if (members.some((rows) => rows.length === 0)) return { undefined: "class_absent" };
  let sum = 0;
  for (let a = 0; a < classes; a++)
    for (let b = a + 1; b < classes; b++) sum += (against(members, a, b) + against(members, b, a)) / 2;
  return { value: sum / ((classes * (classes - 1)) / 2) };
}

/** AUC of class a's score on the images of a and b. */
function against(members: readonly (readonly ArrayLike<number>[])[], a: number, b: number): number {
  const rows = [...members[a], ...members[b]];
  const placed = placements(
    Float64Array.from(rows, (row) => row[a]),
    (i) => i < members[a].length,
  );
  if ("undefined" in placed) throw new Error("both classes have images");
  return rocAuc(placed);
}
