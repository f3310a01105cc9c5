import type { Score } from "../define-metric.ts";
import { whyNotFinite } from "../why-unscorable.ts";

/**
 * How much of the evidence for one class and of the evidence against another lies in the same place: the shares two maps have in
 * common, sum_i min(P_i, Q_i) of P = max(M, 0) / sum and Q likewise. In [0, 1]: 0 = nowhere both, 1 = the same map. New here.
 *
 * A why and a why-not map of one image with a large overlap point at the same parts and differ in what they say of them; with a
 * small one they point at different parts.
 *
 * @param evidenceFor [h, w] @param evidenceAgainst [h, w], same size
 * @returns undefined `non_finite_map`, `no_positive_mass`
 */
export function forAgainstOverlap(evidenceFor: Float32Array, evidenceAgainst: Float32Array): Score {
  if (evidenceFor.length !== evidenceAgainst.length)
    throw new Error(`maps of ${evidenceFor.length} and ${evidenceAgainst.length} values cannot be compared`);
  const reason = whyNotFinite(evidenceFor) ?? whyNotFinite(evidenceAgainst);
  if (reason) return reason;
  const [massFor, massAgainst] = [positiveMass(evidenceFor), positiveMass(evidenceAgainst)];
  if (massFor === 0 || massAgainst === 0) return { undefined: "no_positive_mass" };
  let shared = 0;
  for (let i = 0; i < evidenceFor.length; i++) {
    shared += Math.min(Math.max(0, evidenceFor[i]) / massFor, Math.max(0, evidenceAgainst[i]) / massAgainst);
  }
  return { value: Math.min(1, shared) };
}

function positiveMass(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += Math.max(0, value);
  return sum;
}
