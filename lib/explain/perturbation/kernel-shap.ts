import { z } from "zod";
import type { Random } from "#lib/tensor/random.ts";
import { defineExplainer } from "../define-explainer.ts";
import { explainSingly } from "../explain-singly.ts";
import { superpixelMap, superpixelOptions } from "../superpixels/hidden-segments.ts";
import { leastSquares } from "../superpixels/least-squares.ts";

const options = z.object({
  ...superpixelOptions,
  samples: z
    .int()
    .min(4)
    .max(100_000)
    .default(1000)
    .describe(
      "images with superpixels hidden; where this is enough for all of them, all are asked and the values are exact",
    ),
});

/**
 * KernelSHAP (Lundberg and Lee 2017, theorem 2) over superpixels: Shapley values by weighted least squares. f(S) is the
 * class's score with only the superpixels S shown, d of them in all:
 *
 *   minimise over phi   sum_S pi(|S|) (f(S) - f(none) - sum_{i in S} phi_i)^2   with   sum_i phi_i = f(all) - f(none)
 *   pi(s) = (d - 1) / (C(d, s) s (d - s))
 *
 * Coalitions are all 2^d - 2 where `samples` allows, else drawn by the kernel, each with its complement, and count alike. The
 * constraint (efficiency) holds exactly either way. A pixel has the value of its superpixel.
 */
export const kernelShap = defineExplainer({
  id: "kernel-shap",
  name: "KernelSHAP",
  group: "perturbation",
  cites: ["lundberg2017", "achanta2012"],
  needs: ["predictions"],
  explains: "for",
  random: true,
  signed: true,
  options,
  batchSize: 1,
  formula: "Shapley values of superpixels shown or hidden, by least squares under the Shapley kernel",
  cost: ({ samples }) => ({ forwards: samples + 2, backwards: 0 }),
  explain: (input, settings) =>
    explainSingly(input, (one) =>
      superpixelMap(one, settings, async (count, scoresOf) => {
        const weighted = drawCoalitions(settings.samples, count, one.random);
        const ends = [0, 1].map((shown) => new Uint8Array(count).fill(shown));
        const scores = await scoresOf([...ends, ...weighted.map(({ shown }) => shown)]);
        return shapleyValues(weighted, scores.subarray(2), { none: scores[0], all: scores[1] });
      }),
    ),
});

export interface WeightedCoalition {
  shown: Uint8Array;
  weight: number;
}

/** Coalitions that are neither empty nor whole: every one with its kernel weight, or drawn by the kernel with weight 1. */
export function drawCoalitions(samples: number, d: number, random: Random): WeightedCoalition[] {
  if (d < 2) return [];
  if (d <= 30 && 2 ** d - 2 <= samples) return allCoalitions(d);
  const sizes = Float64Array.from({ length: d - 1 }, (_, i) => (d - 1) / ((i + 1) * (d - 1 - i)));
  const total = sizes.reduce((sum, value) => sum + value);
  const drawn: WeightedCoalition[] = [];
  const order = Array.from({ length: d }, (_, i) => i);
  while (drawn.length < samples) {
    let left = random.uniform() * total;
    let size = 1;
    while (size < d - 1 && left >= sizes[size - 1]) left -= sizes[size++ - 1];
    const shown = new Uint8Array(d);
    for (const segment of random.shuffle(order).slice(0, size)) shown[segment] = 1;
    drawn.push({ shown, weight: 1 });
    if (drawn.length < samples) drawn.push({ shown: shown.map((one) => 1 - one), weight: 1 });
  }
  return drawn;
}

function allCoalitions(d: number): WeightedCoalition[] {
  const binomial = [1];
  for (let s = 1; s < d; s++) binomial[s] = (binomial[s - 1] * (d - s + 1)) / s;
  return Array.from({ length: 2 ** d - 2 }, (_, i) => {
    const shown = Uint8Array.from({ length: d }, (_, bit) => ((i + 1) >> bit) & 1);
    const size = shown.reduce((sum, one) => sum + one, 0);
    return { shown, weight: (d - 1) / (binomial[size] * size * (d - size)) };
  });
}

/** phi [d]; the last value is what the constraint leaves, so that they sum to all - none. */
export function shapleyValues(
  coalitions: readonly WeightedCoalition[],
  scores: ArrayLike<number>,
  { none, all }: { none: number; all: number },
): Float64Array {
  const gain = all - none;
  if (coalitions.length === 0) return Float64Array.of(gain);
  const last = coalitions[0].shown.length - 1;
  const rows = coalitions.map(({ shown, weight }, n) => ({
    row: Array.from({ length: last }, (_, i) => shown[i] - shown[last]),
    value: scores[n] - none - shown[last] * gain,
    weight,
  }));
  const free = leastSquares(rows, new Float64Array(last));
  return Float64Array.of(...free, gain - free.reduce((sum, value) => sum + value, 0));
}
