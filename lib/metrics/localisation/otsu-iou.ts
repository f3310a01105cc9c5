import { defineMetric, PREPARATION, PROFILE, type Score, type UndefinedScore } from "../define-metric.ts";
import { whyUnranked } from "../why-unscorable.ts";
import { iou } from "./iou.ts";

const LEVELS = 256;

/** The map's values as grey levels 0..255: round(255 (M - min M) / (max M - min M)), halves to the even level. */
export function greyLevels(values: ArrayLike<number>): Uint8Array {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]);
    high = Math.max(high, values[i]);
  }
  return Uint8Array.from(values, (value) => roundHalfEven(((value - low) / (high - low)) * (LEVELS - 1)));
}

function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}

/**
 * Otsu's threshold (1979): the level t that parts the values into "up to t" and "above t" with the largest variance between the
 * two, w0 w1 (mu0 - mu1)^2; the lowest of equals (to 1e-12).
 *
 * @param levels grey levels 0..255
 */
export function otsuThreshold(levels: Uint8Array): number {
  const counts = new Float64Array(LEVELS);
  for (const level of levels) counts[level]++;
  const total = counts.reduce((sum, count, level) => sum + count * level, 0);
  let threshold = 0;
  let best = -1;
  let below = 0;
  let sumBelow = 0;
  for (let t = 0; t < LEVELS - 1; t++) {
    below += counts[t];
    sumBelow += t * counts[t];
    const above = levels.length - below;
    if (below === 0 || above === 0) continue;
    const variance = below * above * (sumBelow / below - (total - sumBelow) / above) ** 2;
    if (variance > best * (1 + 1e-12)) {
      best = variance;
      threshold = t;
    }
  }
  return threshold;
}

/** IoU of a mask and the pixels above Otsu's threshold of the map, with that threshold and how many pixels are above it. */
export function otsuIou(
  values: Float32Array,
  inside: Uint8Array,
): { threshold: number; foreground: number; iou: Score } | { undefined: UndefinedScore } {
  const reason = whyUnranked(values, inside);
  if (reason) return reason;
  const levels = greyLevels(values);
  const threshold = otsuThreshold(levels);
  const above = levels.map((level) => (level > threshold ? 1 : 0));
  return { threshold, foreground: above.reduce((sum, one) => sum + one, 0), iou: iou(above, inside) };
}

/** Without a threshold that anybody chose. */
export const otsuIouWithMask = defineMetric({
  id: "otsu-iou",
  name: "Otsu IoU",
  direction: "higher",
  range: [0, 1],
  family: "localisation",
  profile: PROFILE,
  measure: "best-iou",
  cites: ["otsu1979"],
  needs: ["mask"],
  parameters: { preparation: PREPARATION, levels: LEVELS },
  formula: "|A and S| / |A or S| of the mask S and the pixels A above Otsu's threshold",
  score({ map, mask }) {
    if (!mask) return { undefined: "no_mask" };
    const otsu = otsuIou(map.data, mask.data);
    return "undefined" in otsu ? otsu : otsu.iou;
  },
});
