import { defineProbingMetric, type Probe, type Score, type UndefinedScore } from "../define-metric.ts";
import { rankPixels } from "../rank-pixels.ts";
import { RANKING } from "../ranking.ts";
import { whyConstant, whyNotFinite } from "../why-unscorable.ts";
import { followClass } from "./follow-class.ts";
import { imputeLinearly } from "./linear-imputation.ts";
import { rankAscending } from "./monotonicity.ts";

/** Which pixels go first: the most relevant, or the least. */
export type RemovalOrder = "morf" | "lerf";

/**
 * ROAD's images (Rong et al. 2022): the first floor(h w percent / 100) pixels in the order of the map, ties in row-major order,
 * are imputed from what is left, and noise is added to them (N(0, .01^2) there), so that no edge tells where they were.
 *
 * @param image [h, w, c] @param values [h, w] @param noise [h, w, c] @returns one image a percentage, in one array
 */
export function roadImages(
  image: Float32Array,
  values: { data: Float32Array; width: number },
  percents: readonly number[],
  order: RemovalOrder,
  noise: Float32Array,
): { images: Float32Array } | { undefined: UndefinedScore } {
  const ranked = order === "morf" ? rankPixels(values.data) : rankAscending(values.data);
  const channels = image.length / ranked.length;
  const images = new Float32Array(percents.length * image.length);
  for (const [k, percent] of percents.entries()) {
    const keep = new Uint8Array(ranked.length).fill(1);
    for (const pixel of ranked.subarray(0, Math.floor((ranked.length * percent) / 100))) keep[pixel] = 0;
    const imputed = imputeLinearly(image, keep, values.width);
    if ("undefined" in imputed) return imputed;
    const noisy = imputed.image.map((value, i) =>
      keep[Math.floor(i / channels)] ? value : value + noise[i],
    );
    images.set(noisy, k * image.length);
  }
  return { images };
}

/** (LeRF - MoRF) / 2 at each percentage: what a map gains by telling the two ends apart. */
export function combinedRoad(morf: ArrayLike<number>, lerf: ArrayLike<number>): Float64Array {
  return Float64Array.from(morf, (value, i) => (lerf[i] - value) / 2);
}

const PERCENTS = [10, 20, 30, 40, 50, 60, 70, 80, 90];
const NOISE = 0.01;

const meanOf = (values: ArrayLike<number>) =>
  Float64Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

/** The class's mean probability over the percentages, one order. */
async function follow({ values, model, image, target, random }: Probe, order: RemovalOrder): Promise<Score> {
  const reason = whyNotFinite(values.data) ?? whyConstant(values.data);
  if (reason) return reason;
  const noise = Float32Array.from(image.data, () => NOISE * random.normal());
  const made = roadImages(image.data, values, PERCENTS, order, noise);
  if ("undefined" in made) return made;
  const channels = image.data.length / values.data.length;
  const outputs = await followClass(model, { ...image, channels }, target, "softmax")(made.images);
  return { value: meanOf(outputs) };
}

const SHARED = {
  family: "faithfulness",
  cites: ["rong2022"],
  needs: [],
  reads: "values",
  explanations: 0,
  parameters: {
    preparation: RANKING,
    percents: "10 to 90 by 10",
    noise: NOISE,
    ties: "row-major",
    output: "softmax",
  },
} as const;

export const roadMorf = defineProbingMetric({
  ...SHARED,
  id: "road-morf",
  name: "ROAD, most relevant first",
  direction: "lower",
  range: [0, 1],
  profile: "whynot",
  formula: "mean p_c over percentages of the highest pixels imputed from the others",
  forwards: PERCENTS.length,
  probe: (probe) => follow(probe, "morf"),
});

export const roadLerf = defineProbingMetric({
  ...SHARED,
  id: "road-lerf",
  name: "ROAD, least relevant first",
  direction: "higher",
  range: [0, 1],
  profile: "whynot",
  formula: "mean p_c over percentages of the lowest pixels imputed from the others",
  forwards: PERCENTS.length,
  probe: (probe) => follow(probe, "lerf"),
});

/** Both ends at once: a model that loses its certainty over any change at all does not win it. */
export const roadCombined = defineProbingMetric({
  ...SHARED,
  id: "road",
  name: "ROAD, combined",
  direction: "higher",
  range: [-0.5, 0.5],
  profile: "whynot",
  formula: "mean over percentages of (p_c without the lowest - p_c without the highest pixels) / 2, imputed",
  forwards: 2 * PERCENTS.length,
  async probe(probe): Promise<Score> {
    const morf = await follow(probe, "morf");
    if ("undefined" in morf) return morf;
    const lerf = await follow(probe, "lerf");
    return "undefined" in lerf ? lerf : { value: combinedRoad([morf.value], [lerf.value])[0] };
  },
});
