import { DEFAULT_LEVEL } from "#lib/stats/bootstrap.ts";
import type { Undefined } from "#lib/stats/estimate.ts";
import { normalQuantile } from "#lib/stats/normal-distribution.ts";

export interface Bounds {
  low: number;
  high: number;
}

/** Halvings of [0, 1]: as fine as a double near 1. */
const HALVINGS = 54;

/**
 * Interval of the AUC of one class against the rest: the score interval of Newcombe (2006, method 5), all A with
 *
 *   (auc - A)^2 <= z^2 A (1-A) (1 + n (1-A)/(2-A) + n A/(1+A)) / (m q),      n = (m + q)/2 - 1
 *
 * m = images of the class, q = the others; the variance is Hanley and McNeil's (1982). Like Wilson's it exists for every data
 * set, perfect ones too, and holds its level with few images of the class, where DeLong's and the bootstrap's are far too
 * short (docs/decisions/011-intervals-of-the-classification-report.md).
 */
export function newcombeInterval(auc: number, m: number, q: number, level = DEFAULT_LEVEL): Bounds {
  const z2 = normalQuantile((1 + level) / 2) ** 2;
  const n = (m + q) / 2 - 1;
  const isOutside = (a: number) => {
    const variance = (a * (1 - a) * (1 + (n * (1 - a)) / (2 - a) + (n * a) / (1 + a))) / (m * q);
    return (auc - a) ** 2 > z2 * variance;
  };
  /** Between an end that is outside and the AUC. */
  const edge = (end: number) => {
    let [outside, inside] = [end, auc];
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (outside + inside) / 2;
      if (isOutside(middle)) outside = middle;
      else inside = middle;
    }
    return (outside + inside) / 2;
  };
  return { low: auc === 0 ? 0 : edge(0), high: auc === 1 ? 1 : edge(1) };
}

/**
 * Interval of a mean of AUCs from its variance, on the logit scale and so inside (0, 1): logit A ± z s / (A (1 - A))
 * (Pepe 2003, 5.2). Next to 1 the symmetric A ± z s runs over the end and ends too low.
 *
 * @returns undefined `no_spread` where no class overlaps another: no variance can be seen
 */
export function logitInterval(auc: number, varianceOfAuc: number, level = DEFAULT_LEVEL): Bounds | Undefined {
  if (auc <= 0 || auc >= 1 || varianceOfAuc <= 0) return { undefined: "no_spread" };
  const logit = Math.log(auc / (1 - auc));
  const half = (normalQuantile((1 + level) / 2) * Math.sqrt(varianceOfAuc)) / (auc * (1 - auc));
  const back = (x: number) => 1 / (1 + Math.exp(-x));
  return { low: back(logit - half), high: back(logit + half) };
}
