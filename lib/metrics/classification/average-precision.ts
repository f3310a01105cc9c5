import type { Value } from "#lib/stats/estimate.ts";

/**
 * Average precision: sum over the distinct scores, from the highest, of (recall step) x precision. Scores that are equal come
 * together, so that the order of ties does not matter (scikit-learn's definition, without interpolation). In (0, 1].
 *
 * @param positive which are positive
 * @returns undefined `class_absent` without a positive, `one_class_only` without a negative
 */
export function averagePrecision(scores: ArrayLike<number>, positive: (i: number) => boolean): Value {
  const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[b] - scores[a]);
  const positives = order.reduce((count, i) => count + (positive(i) ? 1 : 0), 0);
  if (positives === 0) return { undefined: "class_absent" };
  if (positives === order.length) return { undefined: "one_class_only" };
  let sum = 0;
  let hits = 0;
  for (let from = 0; from < order.length; ) {
    const before = hits;
    let to = from;
    while (to < order.length && scores[order[to]] === scores[order[from]]) if (positive(order[to++])) hits++;
    sum += ((hits - before) / positives) * (hits / to);
    from = to;
  }
  return { value: sum };
}
