import type { Alternative } from "../alternative.ts";
import { cochranQ } from "../binary-tests/cochran-q.ts";
import { mcnemar, type PairedTable } from "../binary-tests/mcnemar.ts";
import { signTest } from "../binary-tests/sign-test.ts";
import { statsKind } from "./stats-kind.ts";

type Inputs =
  | { test: "mcnemar"; table: PairedTable }
  | { test: "cochran_q"; x: number[][] }
  | { test: "sign"; positive: number; n_nonzero: number };

const ALTERNATIVES: readonly Alternative[] = ["two-sided", "greater", "less"];

/** McNemar's test in three forms, Cochran's Q, and the sign test against each alternative. */
export const binaryTests = statsKind<Inputs>((question) => {
  switch (question.test) {
    case "mcnemar":
      return ofTable(question.table);
    case "cochran_q": {
      const found = cochranQ(question.x);
      return "undefined" in found ? found : { Q: found.q, df: found.df, p: found.p };
    }
    case "sign":
      return ofSigns(question.positive, question.n_nonzero);
  }
});

function ofTable(table: PairedTable) {
  const exact = mcnemar(table);
  if ("undefined" in exact) return exact;
  const approximate = (continuity: boolean) => {
    const found = mcnemar(table, { method: "chi-square", continuity });
    return "undefined" in found ? found : { statistic: found.chiSquare, p: found.p };
  };
  return { exact_p: exact.p, chi2: approximate(false), chi2_cc: approximate(true) };
}

function ofSigns(positive: number, n: number) {
  const answers: Record<string, unknown> = {};
  for (const alternative of ALTERNATIVES) {
    const found = signTest(positive, n, alternative);
    if ("undefined" in found) return found;
    answers[alternative] = found.p;
  }
  return answers;
}
