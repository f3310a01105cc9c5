import { defineProbingMetric, PREPARATION, type Probe, type Score } from "../define-metric.ts";
import { followClass } from "./follow-class.ts";

/**
 * Drop in confidence of one image (Chattopadhay et al. 2018): max(0, p - o) / p of the probabilities p of the whole image and o
 * of the image times the map. In [0, 1], lower is better. Undefined `zero_confidence` for p = 0.
 */
export function confidenceDrop(full: number, masked: number): Score {
  return full === 0 ? { undefined: "zero_confidence" } : { value: Math.max(0, full - masked) / full };
}

/** Whether the map alone is more certain than the whole image: 1 if o > p, else 0. Its mean is "increase in confidence". */
export function confidenceIncrease(full: number, masked: number): number {
  return masked > full ? 1 : 0;
}

/**
 * Gain of one image (Zhang et al. 2024): max(0, o - p) / (1 - p). In [0, 1], higher is better. Undefined `full_confidence` for
 * p = 1.
 */
export function confidenceGain(full: number, masked: number): Score {
  return full === 1 ? { undefined: "full_confidence" } : { value: Math.max(0, masked - full) / (1 - full) };
}

/** p_c of the image, and of the image times the map: what the map is 0 on becomes the mean colour. */
async function confidences({ map, model, image, target }: Probe): Promise<{ full: number; masked: number }> {
  const channels = image.data.length / map.data.length;
  const both = new Float32Array(2 * image.data.length);
  both.set(image.data);
  both.set(timesMap(image.data, map.data), image.data.length);
  const [full, masked] = await followClass(model, { ...image, channels }, target, "softmax")(both);
  return { full, masked };
}

/** An image [h, w, c] times a map [h, w]. */
export function timesMap(image: Float32Array, map: ArrayLike<number>): Float32Array {
  const channels = image.length / map.length;
  return image.map((value, i) => value * map[Math.floor(i / channels)]);
}

const SHARED = {
  range: [0, 1],
  family: "faithfulness",
  profile: "torch-cam",
  needs: [],
  parameters: { preparation: PREPARATION, mask: "image x map in normalised space", output: "softmax" },
  forwards: 2,
  explanations: 0,
} as const;

export const averageDrop = defineProbingMetric({
  ...SHARED,
  id: "average-drop",
  name: "Average drop",
  direction: "lower",
  cites: ["chattopadhay2018"],
  formula: "max(0, p_c - o_c) / p_c, o_c = probability of the image times the map",
  async probe(probe) {
    const { full, masked } = await confidences(probe);
    return confidenceDrop(full, masked);
  },
});

export const averageIncrease = defineProbingMetric({
  ...SHARED,
  id: "average-increase",
  name: "Increase in confidence",
  direction: "higher",
  cites: ["chattopadhay2018"],
  formula: "1 if the image times the map has a higher p_c than the image, else 0",
  async probe(probe) {
    const { full, masked } = await confidences(probe);
    return { value: confidenceIncrease(full, masked) };
  },
});

/** Average drop's other side; the two are read together. */
export const averageGain = defineProbingMetric({
  ...SHARED,
  id: "average-gain",
  name: "Average gain",
  direction: "higher",
  cites: ["zhang2024"],
  formula: "max(0, o_c - p_c) / (1 - p_c), o_c = probability of the image times the map",
  async probe(probe) {
    const { full, masked } = await confidences(probe);
    return confidenceGain(full, masked);
  },
});
