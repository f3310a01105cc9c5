import { upsampleMap } from "#lib/imaging/saliency.ts";
import type { ImageBatch, SaliencyMap } from "#lib/tensor/model-view.ts";
import type { Random } from "#lib/tensor/random.ts";
import { defineProbingMetric, type Explain, type Probe, type Score } from "../define-metric.ts";
import { RANKING } from "../ranking.ts";
import { randomisationSimilarity } from "./parameter-randomisation.ts";

/**
 * Mean over the layers, from the output down, of the similarity of a map and the one of the model whose layers down to this one
 * were drawn anew. Near 0 is good; a map that only the lowest layers move stays near 1.
 *
 * @param randomised the maps, of as many layers drawn anew as their place says
 * @returns undefined `no_explainer` without layers, and the first reason why a layer has no similarity
 */
export function cascadeSimilarity(
  original: ArrayLike<number>,
  randomised: readonly ArrayLike<number>[],
  sign: "signed" | "absolute",
): Score {
  if (randomised.length === 0) return { undefined: "no_explainer" };
  let sum = 0;
  for (const one of randomised) {
    const score = randomisationSimilarity(original, one, sign);
    if ("undefined" in score) return score;
    sum += score.value;
  }
  return { value: sum / randomised.length };
}

const SHARED = {
  direction: "lower",
  range: [-1, 1],
  family: "sanity",
  needs: ["explainer"],
  reads: "values",
  forwards: 0,
} as const;

/** Adebayo et al. 2018, cascading; Quantus calls its mean over the layers the average correlation. */
export const layerRandomisation = defineProbingMetric({
  ...SHARED,
  id: "layer-randomisation",
  name: "Randomisation layer by layer",
  profile: "quantus",
  cites: ["adebayo2018"],
  parameters: { preparation: RANKING, layers: "from the output down, cumulative", sign: "signed" },
  formula:
    "mean over layers of the Spearman correlation of M with the map of the model drawn anew down to that layer",
  explanations: (layers) => layers,
  async probe({ explainRandomised, image, values }: Probe): Promise<Score> {
    const maps: Float32Array[] = [];
    for (const explain of explainRandomised ?? []) maps.push(await smoothMap(explain, image, values));
    return cascadeSimilarity(values.data, maps, "signed");
  },
});

const SAMPLES = 50;
const NOISE = 0.1;

/**
 * Smooth MPRT (Hedstrom et al. 2024): both maps are means over noisy copies of the image, so that what shattered gradients do to a
 * single map is not taken for dependence on the weights. All models see the same copies.
 */
export const smoothRandomisation = defineProbingMetric({
  ...SHARED,
  id: "smooth-randomisation",
  name: "Smooth randomisation",
  profile: "quantus",
  cites: ["hedstrom2024"],
  parameters: {
    preparation: RANKING,
    layers: "from the output down, cumulative",
    sign: "signed",
    samples: SAMPLES,
    noise: `normal, sd ${NOISE} of the image's range`,
  },
  formula: "as layer by layer, of maps that are means over 50 noisy copies of the image",
  explanations: (layers) => SAMPLES * (layers + 1),
  async probe({ explain, explainRandomised, image, values, random }: Probe): Promise<Score> {
    if (!explain || !explainRandomised) return { undefined: "no_explainer" };
    const copies = noisyCopies(image, SAMPLES, random);
    const own = await smoothMap(explain, copies, values);
    const maps: Float32Array[] = [];
    for (const other of explainRandomised) maps.push(await smoothMap(other, copies, values));
    return cascadeSimilarity(own, maps, "signed");
  },
});

/** `count` copies of one image with normal noise, its standard deviation a share of the image's range. */
export function noisyCopies(image: ImageBatch, count: number, random: Random): ImageBatch {
  let [low, high] = [Infinity, -Infinity];
  for (const value of image.data) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const deviation = NOISE * (high - low);
  const { length } = image.data;
  const data = Float32Array.from({ length: count * length }, (_, i) => {
    return image.data[i % length] + deviation * random.normal();
  });
  return { ...image, data, count };
}

/** Mean of the maps of all images, at the size of `values`. */
async function smoothMap(explain: Explain, images: ImageBatch, { height, width }: SaliencyMap) {
  const made = await explain(images);
  const sum = new Float32Array(height * width);
  for (const map of made) {
    const { data } = upsampleMap(map, height, width);
    for (let i = 0; i < sum.length; i++) sum[i] += data[i] / made.length;
  }
  return sum;
}
