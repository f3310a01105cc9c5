import type { Localisation } from "./localise.ts";
import type { Trend } from "./trend.ts";

/** Everything measured of one model. */
export interface ModelReport {
  /** Top-1 accuracy on the held-out icon styles. */
  heldOut: number;
  /** By icon style. */
  heldOutByStyle: Record<string, number>;
  /** By class. */
  heldOutByClass: Record<string, number>;
  /** On new pictures of the training styles. */
  sameStyle: number;
  /** Maps of the attended area, by the class they are about. */
  maps?: Record<string, Localisation>;
  trend?: Trend;
}

export interface Report {
  fc: ModelReport;
  plus: ModelReport;
  minus: ModelReport;
}

export interface Check {
  what: string;
  value: number;
  bound: number;
  direction: ">=" | "<=";
  pass: boolean;
}

const check = (what: string, value: number, direction: Check["direction"], bound: number): Check => ({
  what,
  value,
  bound,
  direction,
  pass: direction === ">=" ? value >= bound : value <= bound,
});

/** Bounds a demo model must keep before its weights are committed. */
export function acceptance({ fc, plus, minus }: Report): Check[] {
  const why = plus.maps?.true as Localisation;
  const whyNot = minus.maps?.["least-similar"] as Localisation;
  return [
    check("FC accuracy, held-out styles", fc.heldOut, ">=", 0.87),
    check("FC accuracy, same styles", fc.sameStyle, ">=", 0.97),
    check("SCOUTER+ accuracy below FC", fc.heldOut - plus.heldOut, "<=", 0.03),
    check("SCOUTER− accuracy below FC", fc.heldOut - minus.heldOut, "<=", 0.03),
    check("SCOUTER+ area, true class", why.area, "<=", 0.08),
    check("SCOUTER+ precision in box, true class", why.precisionBox, ">=", 0.85),
    check("SCOUTER+ precision in mask, true class", why.precisionMask, ">=", 0.75),
    check("SCOUTER+ pointing game, true class", why.pointing, ">=", 0.93),
    check("SCOUTER− precision in box, least similar class", whyNot.precisionBox, ">=", 0.83),
    check("SCOUTER− area, least similar class", whyNot.area, "<=", 0.07),
    check("SCOUTER− pointing game, least similar class", whyNot.pointing, ">=", 0.9),
    check(
      "SCOUTER+ rank correlation of area with similarity",
      plus.trend?.meanSpearman ?? Number.NaN,
      ">=",
      0.25,
    ),
    check(
      "SCOUTER− rank correlation of area with similarity",
      minus.trend?.meanSpearman ?? Number.NaN,
      "<=",
      -0.2,
    ),
  ];
}
