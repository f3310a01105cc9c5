import { bestWorst } from "./best-worst.ts";
import { binaryTests } from "./binary-tests.ts";
import { bootstrapIntervals } from "./bootstrap.ts";
import { bradleyTerryElo } from "./bradley-terry.ts";
import { clusterBootstrap } from "./cluster-bootstrap.ts";
import { cohen } from "./cohen-kappa.ts";
import { correlation } from "./correlation.ts";
import { crowdAggregation } from "./crowd-aggregation.ts";
import { designs } from "./designs.ts";
import { durbinTest } from "./durbin.ts";
import { fleiss } from "./fleiss-kappa.ts";
import { friedmanTests } from "./friedman.ts";
import { gwet } from "./gwet.ts";
import { icc } from "./icc.ts";
import { kendall } from "./kendall-w.ts";
import { krippendorff } from "./krippendorff.ts";
import { mannWhitneyU } from "./mann-whitney.ts";
import { mixedModels } from "./mixed-models.ts";
import { multiplicity } from "./multiplicity.ts";
import { permutation } from "./permutation.ts";
import { plackett } from "./plackett-luce.ts";
import { power } from "./power.ts";
import { proportionCi } from "./proportion-ci.ts";
import { reliability } from "./reliability.ts";
import { sdtCalibration } from "./sdt-calibration.ts";
import type { StatsKind } from "./stats-kind.ts";
import { tTests } from "./t-tests.ts";
import { wilcoxon } from "./wilcoxon.ts";

/** By the case's kind. */
export const statsKinds: Readonly<Record<string, StatsKind>> = {
  best_worst_scaling: bestWorst,
  bootstrap_ci: bootstrapIntervals,
  bradley_terry_elo: bradleyTerryElo,
  cluster_bootstrap: clusterBootstrap,
  cohen_kappa: cohen,
  correlation,
  durbin_test: durbinTest,
  experimental_designs: designs,
  fleiss_kappa: fleiss,
  friedman_kruskal_posthoc: friedmanTests,
  gwet_ac: gwet,
  icc,
  kendall_w: kendall,
  krippendorff_alpha: krippendorff,
  label_aggregation: crowdAggregation,
  lmm_clmm: mixedModels,
  mann_whitney_u: mannWhitneyU,
  mcnemar_cochran_sign: binaryTests,
  p_adjust: multiplicity,
  permutation_test: permutation,
  plackett_luce: plackett,
  power,
  proportion_ci: proportionCi,
  sdt_calibration: sdtCalibration,
  split_half_ceiling: reliability,
  t_tests_effect_tost: tTests,
  wilcoxon_signed_rank: wilcoxon,
};
