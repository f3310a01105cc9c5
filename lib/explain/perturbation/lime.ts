import { z } from "zod";
import type { Random } from "#lib/tensor/random.ts";
import { defineExplainer } from "../define-explainer.ts";
import { explainSingly } from "../explain-singly.ts";
import { superpixelMap, superpixelOptions } from "../superpixels/hidden-segments.ts";
import { leastSquares } from "../superpixels/least-squares.ts";

const options = z.object({
  ...superpixelOptions,
  samples: z.int().min(2).max(100_000).default(1000).describe("images with random superpixels hidden"),
  kernelWidth: z
    .number()
    .gt(0)
    .max(100)
    .default(0.25)
    .describe("how fast an image with more hidden counts less, in cosine distance"),
  ridge: z.number().min(0).default(1).describe("weight of the squared coefficients"),
});

/**
 * LIME (Ribeiro et al. 2016) over superpixels: a linear model of the class's score f, fitted around the image. z_n in {0, 1}^d
 * says which of d superpixels are shown, each with probability 1/2, the first time all of them:
 *
 *   minimise over b   sum_n w_n (f(z_n) - b_0 - b z_n)^2 + ridge |b|^2
 *   w_n = sqrt(exp(-D_n^2 / kernelWidth^2)),  D_n = 1 - sqrt(mean z_n), the cosine distance to the whole image
 *
 * A pixel has the coefficient of its superpixel.
 */
export const lime = defineExplainer({
  id: "lime",
  name: "LIME",
  group: "perturbation",
  cites: ["ribeiro2016", "achanta2012"],
  needs: ["predictions"],
  explains: "for",
  random: true,
  signed: true,
  options,
  batchSize: 1,
  formula: "coefficients of a weighted linear model of f_c over superpixels shown or hidden",
  cost: ({ samples }) => ({ forwards: samples, backwards: 0 }),
  explain: (input, settings) =>
    explainSingly(input, (one) =>
      superpixelMap(one, settings, async (count, scoresOf) => {
        const coalitions = drawCoalitions(settings.samples, count, one.random);
        return limeCoefficients(coalitions, await scoresOf(coalitions), settings);
      }),
    ),
});

function drawCoalitions(samples: number, segments: number, random: Random): Uint8Array[] {
  return Array.from({ length: samples }, (_, n) =>
    Uint8Array.from({ length: segments }, () => Number(n === 0 || random.uniform() < 0.5)),
  );
}

/** b [d] without the intercept. */
export function limeCoefficients(
  coalitions: readonly Uint8Array[],
  scores: ArrayLike<number>,
  { kernelWidth, ridge }: { kernelWidth: number; ridge: number },
): Float64Array {
  const d = coalitions[0].length;
  const rows = coalitions.map((shown, n) => {
    const distance = 1 - Math.sqrt(shown.reduce((sum, one) => sum + one, 0) / d);
    const weight = Math.sqrt(Math.exp(-(distance * distance) / (kernelWidth * kernelWidth)));
    return { row: [...shown, 1], value: scores[n], weight };
  });
  const penalties = Float64Array.from({ length: d + 1 }, (_, j) => (j < d ? ridge : 0));
  return leastSquares(rows, penalties).slice(0, d);
}
