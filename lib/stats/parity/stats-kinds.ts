import { binaryTests } from "./binary-tests.ts";
import { bootstrapIntervals } from "./bootstrap.ts";
import { clusterBootstrap } from "./cluster-bootstrap.ts";
import { correlation } from "./correlation.ts";
import { durbinTest } from "./durbin.ts";
import { friedmanTests } from "./friedman.ts";
import { krippendorff } from "./krippendorff.ts";
import { mannWhitneyU } from "./mann-whitney.ts";
import { multiplicity } from "./multiplicity.ts";
import { permutation } from "./permutation.ts";
import { proportionCi } from "./proportion-ci.ts";
import type { StatsKind } from "./stats-kind.ts";
import { tTests } from "./t-tests.ts";
import { wilcoxon } from "./wilcoxon.ts";

/** By the case's kind. */
export const statsKinds: Readonly<Record<string, StatsKind>> = {
  bootstrap_ci: bootstrapIntervals,
  cluster_bootstrap: clusterBootstrap,
  correlation,
  durbin_test: durbinTest,
  friedman_kruskal_posthoc: friedmanTests,
  krippendorff_alpha: krippendorff,
  mann_whitney_u: mannWhitneyU,
  mcnemar_cochran_sign: binaryTests,
  p_adjust: multiplicity,
  permutation_test: permutation,
  proportion_ci: proportionCi,
  t_tests_effect_tost: tTests,
  wilcoxon_signed_rank: wilcoxon,
};
