import { defineProbingMetric, type Probe, type Score } from "../define-metric.ts";
import { RANKING } from "../ranking.ts";
import { whyConstant, whyNotFinite } from "../why-unscorable.ts";
import { valuesOf } from "./faithfulness-correlation.ts";
import { followClass } from "./follow-class.ts";
import { areaOverCurve } from "./pixel-flipping.ts";
import { tracePath } from "./trace-path.ts";

/** Digits kept of a patch's sum before ranking: what rounding alone tells apart is a tie. */
const DIGITS = 1e9;

interface Patches {
  /** Patch indices, row-major in the grid of patches, by falling sum of the map; ties in row-major order. */
  order: number[];
  /** The pixels of each patch. */
  pixels: number[][];
}

/**
 * Square patches of a map, ranked by what the map says of them (Samek et al. 2017). Rows and columns that fill no patch are in
 * none, as in Quantus.
 *
 * @param values [h, w] @param side of a patch in pixels
 */
export function rankPatches(
  values: ArrayLike<number>,
  { height, width }: { height: number; width: number },
  side: number,
): Patches {
  const [rows, columns] = [Math.floor(height / side), Math.floor(width / side)];
  const pixels = Array.from({ length: rows * columns }, (_, patch) => {
    const [top, left] = [Math.floor(patch / columns) * side, (patch % columns) * side];
    return Array.from(
      { length: side * side },
      (_, i) => (top + Math.floor(i / side)) * width + left + (i % side),
    );
  });
  const sums = pixels.map((patch) => {
    const sum = patch.reduce((total, pixel) => total + values[pixel], 0);
    return Math.round(sum * DIGITS) / DIGITS;
  });
  const order = sums.map((_, patch) => patch).sort((a, b) => sums[b] - sums[a] || a - b);
  return { order, pixels };
}

const SIDE = 8;
const REGIONS = 100;

/** Samek et al. 2017 with Quantus' patches: 100 regions, or as many as there are. */
export const regionPerturbationAopc = defineProbingMetric({
  id: "region-perturbation",
  name: "Region perturbation, AOPC",
  direction: "higher",
  range: [-1, 1],
  family: "faithfulness",
  profile: "quantus",
  measure: "pixel-flipping",
  cites: ["samek2017", "hedstrom2023"],
  needs: [],
  reads: "values",
  parameters: {
    preparation: RANKING,
    patch: SIDE,
    regions: REGIONS,
    baseline: 0,
    ties: "row-major",
    output: "softmax",
  },
  formula: "mean over steps of the drop of p_c as the patches the map says most of are set to 0",
  forwards: (inputSize) => Math.min(REGIONS, Math.floor(inputSize / SIDE) ** 2) + 1,
  explanations: 0,
  async probe({ values, model, image, target }: Probe): Promise<Score> {
    const reason = whyNotFinite(values.data) ?? whyConstant(values.data);
    if (reason) return reason;
    const channels = image.data.length / values.data.length;
    const follow = followClass(model, { ...image, channels }, target, "softmax");
    const { order, pixels } = rankPatches(values.data, values, SIDE);
    const groups = order.slice(0, REGIONS).map((patch) => valuesOf(pixels[patch], channels));
    const gone = new Float32Array(image.data.length);
    return { value: areaOverCurve(await tracePath(follow, image.data, gone, groups)) };
  },
});
