import type { Undefined } from "../estimate.ts";
import { cohenD, cohenDz, hedgesG } from "../mean-tests/cohen-d.ts";
import { equivalenceTest } from "../mean-tests/equivalence-test.ts";
import {
  meanError,
  pairedError,
  pooledError,
  type StandardError,
  welchError,
} from "../mean-tests/standard-error.ts";
import { tTest } from "../mean-tests/t-test.ts";
import { numberOrReason, statsKind } from "./stats-kind.ts";

interface Bounds {
  low: number;
  high: number;
}

interface Inputs {
  x: number[];
  /** Independent of x, and paired with it. */
  y?: number[];
  z: number[];
  one_sample_mu?: number;
  expected: { tost_paired?: Bounds; tost_welch?: Bounds };
}

/** t tests of one sample, of pairs and of two samples, effect sizes, and equivalence within the bounds that stand by the answers. */
export const tTests = statsKind<Inputs>(({ x, y = [], z, one_sample_mu, expected }) => ({
  one_sample: written(meanError(x), one_sample_mu),
  paired: written(pairedError(x, z)),
  student: written(pooledError(x, y)),
  welch: written(welchError(x, y)),
  cohen_dz: numberOrReason(cohenDz(x, z)),
  cohen_d: numberOrReason(cohenD(x, y)),
  hedges_g_approx: numberOrReason(hedgesG(x, y, "approximate")),
  hedges_g_exact: numberOrReason(hedgesG(x, y)),
  tost_paired: equivalence(pairedError(x, z), expected.tost_paired),
  tost_welch: equivalence(welchError(x, y), expected.tost_welch),
}));

function written(error: StandardError | Undefined, mu = 0) {
  const found = tTest(error, mu);
  if ("undefined" in found) return found;
  const { t, df, p, low, high } = found;
  return { t, df, p, ci95: [low, high] };
}

function equivalence(error: StandardError | Undefined, bounds: Bounds | undefined) {
  if (!bounds) return null;
  const found = equivalenceTest(error, bounds.low, bounds.high);
  if ("undefined" in found) return found;
  const { p, low, high } = found;
  return { ...bounds, p, t_low: low.t, p_low: low.p, t_high: high.t, p_high: high.p };
}
