import type { Alternative } from "../alternative.ts";
import type { Undefined } from "../estimate.ts";
import type { PermutationTest } from "../mean-tests/permutation-p.ts";
import { permutationTest } from "../mean-tests/permutation-test.ts";
import { signFlipTest } from "../mean-tests/sign-flip-test.ts";
import { replayDraws } from "./replay-draws.ts";
import { statsKind } from "./stats-kind.ts";

interface Inputs {
  x: number[];
  y: number[];
  /** Of paired cases; without signs and permutations the exact test is asked for. */
  signs?: number[][];
  permutations?: number[][];
}

type Test = (alternative: Alternative) => PermutationTest | Undefined;

/** Permutation tests of paired and of independent samples, on stored signs and orders. */
export const permutation = statsKind<Inputs>(({ x, y, signs, permutations }) => {
  if (permutations) {
    const count = permutations.length;
    return onDraws((alternative) =>
      permutationTest(x, y, { alternative, permutations: count, draw: replayDraws(permutations) }),
    );
  }
  const differences = x.map((value, i) => value - y[i]);
  if (signs) {
    const options = { permutations: signs.length, method: "drawn" as const };
    return onDraws((alternative) =>
      signFlipTest(differences, { ...options, alternative, draw: replayDraws(signs) }),
    );
  }
  const found = signFlipTest(differences, { method: "exact", draw: replayDraws([]) });
  return "undefined" in found ? found : { p_two_sided_exact: found.p };
});

function onDraws(test: Test) {
  const [twoSided, greater, less] = (["two-sided", "greater", "less"] as const).map(test);
  if ("undefined" in twoSided) return twoSided;
  const p = (found: PermutationTest | Undefined) => ("undefined" in found ? found : found.p);
  return {
    observed_mean_diff: twoSided.value,
    p_two_sided: twoSided.p,
    p_greater: p(greater),
    p_less: p(less),
  };
}
