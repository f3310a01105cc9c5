import { defineProbingMetric, type Probe, type Score } from "../define-metric.ts";
import { whyNotFinite } from "../why-unscorable.ts";
import { nearby } from "./max-sensitivity.ts";

/** Stands for an exact 0 that something is divided by. */
const SMALLEST = 1e-6;

/** || (a - b) / a ||, a's zeros replaced by 1e-6. */
function relativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] - b[i]) / (a[i] === 0 ? SMALLEST : a[i])) ** 2;
  return Math.sqrt(sum);
}

/**
 * Relative input stability of one change (Agarwal et al. 2022): how much the map changes, relative to itself, for a relative
 * change of the image,
 *
 *   || (phi(x) - phi(x')) / phi(x) || / max( || (x - x') / x ||, 1e-6 )
 *
 * From 0, lower is better. @param image x and @param changedImage x', as long as each other; the maps likewise
 */
export function relativeInputStability(
  image: ArrayLike<number>,
  changedImage: ArrayLike<number>,
  map: ArrayLike<number>,
  changedMap: ArrayLike<number>,
): number {
  return relativeDistance(map, changedMap) / Math.max(relativeDistance(image, changedImage), SMALLEST);
}

const SAMPLES = 10;
const RADIUS = 0.02;

/** The worst of drawn changes. On the method's own cells: an upsampled map repeats them and would count each many times. */
export const relativeInputStabilityWorst = defineProbingMetric({
  id: "relative-input-stability",
  name: "Relative input stability",
  direction: "lower",
  range: [0, null],
  family: "robustness",
  profile: "quantus",
  cites: ["agarwal2022", "hedstrom2023"],
  needs: ["explainer"],
  reads: "values",
  parameters: {
    samples: SAMPLES,
    radius: `${RADIUS} in units of pixels of [0, 1]`,
    maps: "as given",
    zero: SMALLEST,
  },
  formula:
    "largest relative change of the map over the relative change of the image, over drawn changes of it",
  forwards: 0,
  explanations: SAMPLES + 1,
  async probe({ explain, image, model, random }: Probe): Promise<Score> {
    if (!explain) return { undefined: "no_explainer" };
    const images = nearby(image, SAMPLES, (channel) => RADIUS / model.normalisation.std[channel], random);
    const [map, ...changed] = await explain(images);
    const reason = [map, ...changed].map(({ data }) => whyNotFinite(data)).find((one) => one !== null);
    if (reason) return reason;
    if (map.data.every((value) => value === 0)) return { undefined: "zero_attribution" };
    const size = image.data.length;
    const ratios = changed.map(({ data }, k) =>
      relativeInputStability(
        image.data,
        images.data.subarray((k + 1) * size, (k + 2) * size),
        map.data,
        data,
      ),
    );
    return { value: Math.max(...ratios) };
  },
});
