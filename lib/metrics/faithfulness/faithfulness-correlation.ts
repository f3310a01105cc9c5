import { pearson, spearman } from "#lib/stats/correlation.ts";
import { defineProbingMetric, type Probe, type Score } from "../define-metric.ts";
import { RANKING } from "../ranking.ts";
import { followClass, type Output } from "./follow-class.ts";

/**
 * Faithfulness correlation (Bhatt et al. 2020): Pearson's correlation, over subsets S of the image, of what the map says of S
 * and what the model loses without it,
 *
 *   corr_S( sum_{i in S} M_i,  f(x) - f(x with S set to a baseline) )
 *
 * In [-1, 1], higher is better; 1 for the exact contributions of a linear model's logit.
 *
 * @param sums of the map over each subset @param drops of the class's output
 * @returns undefined `constant_map` where the sums are all the same, `no_variation` where the drops are
 */
export function faithfulnessCorrelation(sums: Float64Array, drops: Float64Array): Score {
  return correlate(pearson, sums, drops);
}

/** Digits kept before ranking: what rounding alone tells apart is a tie. */
const DIGITS = 1e9;

/**
 * MuFidelity (Fel et al. 2021 in Xplique, after Bhatt et al. 2020): the same by Spearman's rank correlation, over grid cells set
 * to a baseline. Both sides are rounded to 9 decimals before they are ranked. In [-1, 1], higher is better.
 *
 * @param sums of the map over each subset @param drops of the class's output
 */
export function muFidelity(sums: Float64Array, drops: Float64Array): Score {
  const rounded = (values: Float64Array) => values.map((value) => Math.round(value * DIGITS) / DIGITS);
  return correlate(spearman, rounded(sums), rounded(drops));
}

function correlate(correlation: typeof pearson, sums: Float64Array, drops: Float64Array): Score {
  const isFlat = (values: Float64Array) => values.every((value) => value === values[0]);
  if (sums.some((sum) => !Number.isFinite(sum))) return { undefined: "non_finite_map" };
  if (isFlat(sums)) return { undefined: "constant_map" };
  const found = correlation(sums, drops);
  return "undefined" in found ? { undefined: "no_variation" } : { value: found.value };
}

/**
 * Copies of an image with a subset of its values set to a baseline.
 * @param subsets indices into the image's values, one list a copy -> [subsets, ...image]
 */
export function withoutSubsets(
  image: Float32Array,
  subsets: readonly ArrayLike<number>[],
  baseline = 0,
): Float32Array {
  const images = new Float32Array(subsets.length * image.length);
  for (const [k, subset] of subsets.entries()) {
    images.set(image, k * image.length);
    for (let i = 0; i < subset.length; i++) images[k * image.length + subset[i]] = baseline;
  }
  return images;
}

/** Sum of an attribution over each subset of its own indices. */
export function sumOver(attribution: ArrayLike<number>, subsets: readonly ArrayLike<number>[]): Float64Array {
  return Float64Array.from(subsets, (subset) => {
    let sum = 0;
    for (let i = 0; i < subset.length; i++) sum += attribution[subset[i]];
    return sum;
  });
}

/** The pixels of a grid's chosen cells: cell (r, c) of a [rows, columns] grid covers its share of [h, w], nearest. */
export function gridPixels(
  cells: readonly (readonly number[])[],
  { height, width }: { height: number; width: number },
): number[] {
  const pixels: number[] = [];
  for (let y = 0; y < height; y++) {
    const row = cells[Math.floor((y * cells.length) / height)];
    for (let x = 0; x < width; x++)
      if (row[Math.floor((x * row.length) / width)] !== 0) pixels.push(y * width + x);
  }
  return pixels;
}

/** The values of an image [h, w, c] that belong to pixels. */
export function valuesOf(pixels: ArrayLike<number>, channels: number): number[] {
  return Array.from({ length: pixels.length * channels }, (_, i) => {
    return pixels[Math.floor(i / channels)] * channels + (i % channels);
  });
}

async function observe(probe: Probe, subsets: readonly number[][], output: Output) {
  const { values, model, image, target } = probe;
  const channels = image.data.length / (image.height * image.width);
  const follow = followClass(model, { ...image, channels }, target, output);
  const [clean] = await follow(image.data);
  const changed = withoutSubsets(
    image.data,
    subsets.map((pixels) => valuesOf(pixels, channels)),
  );
  const drops = (await follow(changed)).map((value) => clean - value);
  return { sums: sumOver(values.data, subsets), drops };
}

const SHARED = {
  direction: "higher",
  range: [-1, 1],
  family: "faithfulness",
  measure: "faithfulness-correlation",
  reads: "values",
  needs: [],
  explanations: 0,
} as const;

const RUNS = 100;
const PIXELS = 224;

/** Quantus' defaults, but pixels: one is taken out with all its channels, since a map has one value for them. */
export const faithfulnessCorrelationQuantus = defineProbingMetric({
  ...SHARED,
  id: "faithfulness-correlation-quantus",
  name: "Faithfulness correlation",
  profile: "quantus",
  cites: ["bhatt2020", "hedstrom2023"],
  parameters: {
    preparation: RANKING,
    runs: RUNS,
    subset: `${PIXELS} pixels`,
    baseline: 0,
    output: "softmax",
  },
  formula: "Pearson correlation over random subsets of the map's sum and the drop of p_c without the subset",
  forwards: RUNS + 1,
  async probe(probe) {
    const pixels = Array.from(probe.values.data.keys());
    const size = Math.min(PIXELS, Math.floor(pixels.length / 2));
    const subsets = Array.from({ length: RUNS }, () => probe.random.shuffle(pixels).slice(0, size));
    const { sums, drops } = await observe(probe, subsets, "softmax");
    return faithfulnessCorrelation(sums, drops);
  },
});

const GRID = 9;
const SHARE = 0.2;
const SAMPLES = 200;

/** Xplique's defaults: cells of a grid instead of scattered pixels, whose loss a convolutional network hardly sees. */
export const muFidelityGrid = defineProbingMetric({
  ...SHARED,
  id: "faithfulness-correlation",
  name: "MuFidelity",
  profile: "whynot",
  cites: ["bhatt2020", "fel2022"],
  parameters: {
    preparation: RANKING,
    grid: GRID,
    share: SHARE,
    samples: SAMPLES,
    baseline: 0,
    output: "softmax",
  },
  formula: "Spearman correlation over random grid cells of the map's sum and the drop of p_c without them",
  forwards: SAMPLES + 1,
  async probe(probe) {
    const cell = () => (probe.random.uniform() < SHARE ? 1 : 0);
    const subsets = Array.from({ length: SAMPLES }, () =>
      gridPixels(
        Array.from({ length: GRID }, () => Array.from({ length: GRID }, cell)),
        probe.image,
      ),
    );
    const { sums, drops } = await observe(probe, subsets, "softmax");
    return muFidelity(sums, drops);
  },
});
