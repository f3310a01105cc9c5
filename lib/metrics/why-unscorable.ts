import type { UndefinedScore } from "./define-metric.ts";

type Reason = { undefined: UndefinedScore };

/** `non_finite_map` where a value is NaN or infinite, else null. */
export function whyNotFinite(values: ArrayLike<number>): Reason | null {
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i])) return { undefined: "non_finite_map" };
  return null;
}

/** `constant_map` where all values are the same: none comes first, and there is no range to scale by. */
export function whyConstant(values: ArrayLike<number>): Reason | null {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return null;
  return { undefined: "constant_map" };
}

/** `empty_mask` where nothing is inside. */
export function whyEmpty(inside: Uint8Array): Reason | null {
  return inside.some((value) => value !== 0) ? null : { undefined: "empty_mask" };
}

/** Why a map's ranking cannot be compared with a mask: a value is not finite, the mask is empty, or no pixel comes first. */
export function whyUnranked(values: ArrayLike<number>, inside: Uint8Array): Reason | null {
  return whyNotFinite(values) ?? whyEmpty(inside) ?? whyConstant(values);
}
