import { spearman } from "#lib/stats/correlation.ts";
import { defineProbingMetric, type Probe, type Score } from "../define-metric.ts";
import { RANKING } from "../ranking.ts";
import { valuesOf } from "./faithfulness-correlation.ts";
import { type Follow, followClass } from "./follow-class.ts";

/**
 * Mean squared change of the output when one part of the image takes other values: E[(f(x) - f(x'))^2].
 * @param changed the output on each changed image
 */
export function meanSquaredChange(clean: number, changed: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < changed.length; i++) sum += (clean - changed[i]) ** 2;
  return sum / changed.length;
}

/**
 * Monotonicity of Nguyen and Martinez (2020): Spearman's correlation over pixels (or cells) of |M_i| and what the model's output
 * changes by when i takes other values. In [-1, 1], higher is better.
 *
 * @returns undefined `constant_map`, `no_variation`
 */
export function monotonicityCorrelation(attribution: ArrayLike<number>, changes: ArrayLike<number>): Score {
  const sizes = Float64Array.from(attribution, Math.abs);
  if (sizes.every((size) => size === sizes[0])) return { undefined: "constant_map" };
  const found = spearman(sizes, changes);
  return "undefined" in found ? { undefined: "no_variation" } : { value: found.value };
}

/**
 * The output on copies of an image of which one group of values is replaced by those of each noise image.
 * @param noise [samples, ...image] -> [groups][samples]
 */
export async function replaceGroups(
  follow: Follow,
  image: Float32Array,
  groups: readonly ArrayLike<number>[],
  noise: Float32Array,
): Promise<Float64Array[]> {
  const samples = noise.length / image.length;
  const outputs: Float64Array[] = [];
  for (const group of groups) {
    const images = new Float32Array(noise.length);
    for (let s = 0; s < samples; s++) {
      const from = s * image.length;
      images.set(image, from);
      for (let i = 0; i < group.length; i++) images[from + group[i]] = noise[from + group[i]];
    }
    outputs.push(await follow(images));
  }
  return outputs;
}

const GRID = 8;
const SAMPLES = 10;

/** Over the cells of a grid: one pixel more or less is nothing a network of this kind sees. */
export const monotonicityNguyen = defineProbingMetric({
  id: "monotonicity-correlation",
  name: "Monotonicity, Nguyen",
  direction: "higher",
  range: [-1, 1],
  family: "faithfulness",
  profile: "whynot",
  cites: ["nguyen2020"],
  needs: [],
  reads: "values",
  parameters: {
    preparation: RANKING,
    grid: GRID,
    samples: SAMPLES,
    change: "uniform pixels of [0, 1]",
    output: "softmax",
  },
  formula:
    "Spearman correlation over grid cells of |sum of M| and the mean squared change of p_c under other pixels",
  forwards: GRID * GRID * SAMPLES + 1,
  explanations: 0,
  async probe({ values, model, image, target, random }: Probe) {
    const channels = image.data.length / values.data.length;
    const follow = followClass(model, { ...image, channels }, target, "softmax");
    const { mean, std } = model.normalisation;
    const noise = Float32Array.from({ length: SAMPLES * image.data.length }, (_, i) => {
      return (random.uniform() - mean[i % channels]) / std[i % channels];
    });
    const cells = gridCells(image.height, image.width);
    const [clean] = await follow(image.data);
    const groups = cells.map((pixels) => valuesOf(pixels, channels));
    const changed = await replaceGroups(follow, image.data, groups, noise);
    const sums = cells.map((pixels) => pixels.reduce((sum, pixel) => sum + values.data[pixel], 0));
    return monotonicityCorrelation(
      sums,
      changed.map((outputs) => meanSquaredChange(clean, outputs)),
    );
  },
});

/** The pixels of each cell of the grid, row by row. */
function gridCells(height: number, width: number): number[][] {
  const cells = Array.from({ length: GRID * GRID }, (): number[] => []);
  for (let pixel = 0; pixel < height * width; pixel++) {
    const row = Math.floor((Math.floor(pixel / width) * GRID) / height);
    cells[row * GRID + Math.floor(((pixel % width) * GRID) / width)].push(pixel);
  }
  return cells.filter((pixels) => pixels.length > 0);
}
