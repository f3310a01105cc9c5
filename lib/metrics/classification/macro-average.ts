import type { Value } from "#lib/stats/estimate.ts";

/**
 * Mean over classes, each counting the same however many images it has. It exists only where every class has a value: an
 * average over those that do would rise when a model gives up on a class.
 *
 * @returns undefined with the reason of the first class without a value
 */
export function macroAverage(parts: readonly Value[]): Value {
  const missing = parts.find((part) => "undefined" in part);
  return missing && "undefined" in missing ? missing : meanOfDefined(parts);
}

/** Mean over the classes that have a value: for a resample, which may have lost a rare class. */
export function meanOfDefined(parts: readonly Value[]): Value {
  let sum = 0;
  let count = 0;
  for (const part of parts) {
    if ("undefined" in part) continue;
    sum += part.value;
    count++;
  }
  return count === 0 ? { undefined: "no_values" } : { value: sum / count };
}
