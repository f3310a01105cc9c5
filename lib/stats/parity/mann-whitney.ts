import type { Alternative } from "../alternative.ts";
import {
  cliffsDelta,
  type MannWhitneyOptions,
  mannWhitney,
  superiority,
} from "../rank-tests/mann-whitney.ts";
import { numberOrReason, statsKind } from "./stats-kind.ts";

interface Inputs {
  x: number[];
  y: number[];
}

const ALTERNATIVES: readonly Alternative[] = ["two-sided", "greater", "less"];

/** U tests by `asymptotic/alternative/continuity` and `exact/alternative`, and both effect sizes. */
export const mannWhitneyU = statsKind<Inputs>(({ x, y }) => {
  const answer = (options: MannWhitneyOptions) => {
    const found = mannWhitney(x, y, options);
    return "undefined" in found ? found : { U1: found.ux, p: found.p };
  };
  const answers: Record<string, unknown> = {
    A12: numberOrReason(superiority(x, y)),
    cliffs_delta: numberOrReason(cliffsDelta(x, y)),
  };
  for (const alternative of ALTERNATIVES) {
    answers[`exact/${alternative}`] = answer({ alternative, method: "exact" });
    for (const [word, continuity] of [["cc", true] as const, ["nocc", false] as const])
      answers[`asymptotic/${alternative}/${word}`] = answer({ alternative, continuity, method: "normal" });
  }
  return answers;
});
