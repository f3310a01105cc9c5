import { bestWorst } from "./best-worst.ts";
import { bradleyTerryElo } from "./bradley-terry.ts";
import { cohen } from "./cohen-kappa.ts";
import { crowdAggregation } from "./crowd-aggregation.ts";
import { fleiss } from "./fleiss-kappa.ts";
import { gwet } from "./gwet.ts";
import { icc } from "./icc.ts";
import { kendall } from "./kendall-w.ts";
import { krippendorff } from "./krippendorff.ts";
import { plackett } from "./plackett-luce.ts";
import { reliability } from "./reliability.ts";
import { sdtCalibration } from "./sdt-calibration.ts";
import type { StatsKind } from "./stats-kind.ts";

/** By the case's kind. */
export const statsKinds: Readonly<Record<string, StatsKind>> = {
  best_worst_scaling: bestWorst,
  bradley_terry_elo: bradleyTerryElo,
  cohen_kappa: cohen,
  fleiss_kappa: fleiss,
  gwet_ac: gwet,
  icc,
  kendall_w: kendall,
  krippendorff_alpha: krippendorff,
  label_aggregation: crowdAggregation,
  plackett_luce: plackett,
  sdt_calibration: sdtCalibration,
  split_half_ceiling: reliability,
};
