import { correlation } from "./correlation.ts";
import { durbinTest } from "./durbin.ts";
import { friedmanTests } from "./friedman.ts";
import { krippendorff } from "./krippendorff.ts";
import { mannWhitneyU } from "./mann-whitney.ts";
import { multiplicity } from "./multiplicity.ts";
import type { StatsKind } from "./stats-kind.ts";
import { wilcoxon } from "./wilcoxon.ts";

/** By the case's kind. */
export const statsKinds: Readonly<Record<string, StatsKind>> = {
  correlation,
  durbin_test: durbinTest,
  friedman_kruskal_posthoc: friedmanTests,
  krippendorff_alpha: krippendorff,
  mann_whitney_u: mannWhitneyU,
  p_adjust: multiplicity,
  wilcoxon_signed_rank: wilcoxon,
};
