import { normaliseMap } from "#lib/explain/normalise-map.ts";
import { pearson } from "#lib/stats/correlation.ts";
import { defineProbingMetric, PREPARATION, type Probe, type Score } from "../define-metric.ts";
import { meanValue } from "../localisation/area.ts";
import { whyConstant, whyNotFinite } from "../why-unscorable.ts";
import { confidenceDrop, timesMap } from "./drop-and-gain.ts";
import { followClass } from "./follow-class.ts";

/**
 * Coherency (Poppi et al. 2021): Pearson's correlation r of the map of an image with the map of the image times that map, as
 * (r + 1) / 2. In [0, 1], higher is better: 1 = what the map shows is explained by itself.
 *
 * @returns undefined `non_finite_map`, `constant_map`
 */
export function coherency(map: ArrayLike<number>, ofMasked: ArrayLike<number>): Score {
  const reason = whyNotFinite(map) ?? whyNotFinite(ofMasked) ?? whyConstant(map) ?? whyConstant(ofMasked);
  if (reason) return reason;
  const found = pearson(map, ofMasked);
  return "undefined" in found ? { undefined: "constant_map" } : { value: (found.value + 1) / 2 };
}

/**
 * ADCC (Poppi et al. 2021): harmonic mean of coherency, 1 - complexity (mean of the map in [0, 1]) and 1 - average drop; 0 where
 * one of them is. In [0, 1], higher is better.
 */
export function adcc(coherencyOfMap: number, complexity: number, drop: number): number {
  const parts = [coherencyOfMap, 1 - complexity, 1 - drop];
  if (parts.some((part) => part <= 0)) return 0;
  return parts.length / parts.reduce((sum, part) => sum + 1 / part, 0);
}

/** The prepared map of the image times the map, or why there is none. */
async function ofMasked({
  explain,
  image,
  map,
}: Probe): Promise<{ map: Float32Array } | { undefined: "no_explainer" | "non_finite_map" }> {
  if (!explain) return { undefined: "no_explainer" };
  const [made] = await explain({ ...image, data: timesMap(image.data, map.data) });
  if (made.data.some((value) => !Number.isFinite(value))) return { undefined: "non_finite_map" };
  return { map: normaliseMap(made, map.height, map.width).data };
}

const SHARED = {
  direction: "higher",
  range: [0, 1],
  family: "faithfulness",
  profile: "whynot",
  cites: ["poppi2021"],
  needs: ["explainer"],
  explanations: 1,
} as const;

export const mapCoherency = defineProbingMetric({
  ...SHARED,
  id: "coherency",
  name: "Coherency",
  parameters: { preparation: PREPARATION, mask: "image x map in normalised space" },
  formula: "(r + 1) / 2, r = correlation of the map with the map of the image times the map",
  forwards: 0,
  async probe(probe) {
    const second = await ofMasked(probe);
    return "undefined" in second ? second : coherency(probe.map.data, second.map);
  },
});

/** One number for three wishes; read its parts as well. */
export const mapAdcc = defineProbingMetric({
  ...SHARED,
  id: "adcc",
  name: "ADCC",
  parameters: { preparation: PREPARATION, mask: "image x map in normalised space", output: "softmax" },
  formula: "harmonic mean of coherency, 1 - mean of the map and 1 - average drop",
  forwards: 2,
  async probe(probe): Promise<Score> {
    const { map, model, image, target } = probe;
    const second = await ofMasked(probe);
    if ("undefined" in second) return second;
    const coherent = coherency(map.data, second.map);
    if ("undefined" in coherent) return coherent;
    const channels = image.data.length / map.data.length;
    const follow = followClass(model, { ...image, channels }, target, "softmax");
    const [[full], [masked]] = [await follow(image.data), await follow(timesMap(image.data, map.data))];
    const drop = confidenceDrop(full, masked);
    return "undefined" in drop ? drop : { value: adcc(coherent.value, meanValue(map.data), drop.value) };
  },
});
