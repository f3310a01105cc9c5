import type { ResponseSpec } from "../template.ts";

/** Of a scale: nobody can be held to the very same point. */
const TOLERANCE = 1 / 4;

/**
 * Whether a second answer to the same pictures says what the first did: on a scale within a quarter of its range (one point of five or
 * seven, none of four), else the same option, the same picture put first, the same best one.
 */
export function isConsistent(response: ResponseSpec, first: number, second: number): boolean {
  return Math.abs(first - second) <= toleranceOf(response);
}

/** How far two answers may lie apart and still say the same: in points of a scale; 0 where answers are no scale. */
export function toleranceOf(response: ResponseSpec): number {
  if (response.kind !== "scale") return 0;
  const { values } = response;
  return TOLERANCE * (values[values.length - 1] - values[0]);
}

/** Whether two answers can be compared like this: no two places or drawings are the same. */
export const canRepeat = ({ kind }: ResponseSpec): boolean => kind !== "point" && kind !== "strokes";
