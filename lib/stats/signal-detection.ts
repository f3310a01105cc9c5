import type { Undefined } from "./estimate.ts";
import { normalQuantile } from "./normal-distribution.ts";

/** Answers to "was it there?", by whether it was. */
export interface DetectionCounts {
  hits: number;
  misses: number;
  falseAlarms: number;
  correctRejections: number;
}

export interface Detection {
  /** Distance of what is seen with and without signal, in standard deviations: 0 = cannot tell, above 3 = nearly always. */
  dPrime: number;
  /** Where "yes" begins, from the middle: above 0 = says no too often. */
  criterion: number;
}

/** `log-linear`: half an answer is added to each of the four counts (Hautus 1995), so that rates of 0 and 1 have a value. */
export type RateCorrection = "none" | "log-linear";

/**
 * Sensitivity and criterion of the equal-variance normal model (Green and Swets 1966; Macmillan and Creelman 2005, ch. 1-2):
 *
 *   d' = z(H) - z(F),   c = -(z(H) + z(F)) / 2,   H = hits / signals,  F = false alarms / noises
 *
 * @returns undefined `no_values` (no trial with, or none without signal), `rate_is_0_or_1` (uncorrected: z is infinite)
 */
export function signalDetection(
  { hits, misses, falseAlarms, correctRejections }: DetectionCounts,
  correction: RateCorrection = "log-linear",
): Detection | Undefined {
  const [signals, noises] = [hits + misses, falseAlarms + correctRejections];
  if (signals === 0 || noises === 0) return { undefined: "no_values" };
  const extra = correction === "log-linear" ? 0.5 : 0;
  const rates = [(hits + extra) / (signals + 2 * extra), (falseAlarms + extra) / (noises + 2 * extra)];
  if (rates.some((rate) => rate <= 0 || rate >= 1)) return { undefined: "rate_is_0_or_1" };
  const [h, f] = rates.map(normalQuantile);
  return { dPrime: h - f, criterion: -(h + f) / 2 };
}
