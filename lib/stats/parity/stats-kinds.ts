import { cohen } from "./cohen-kappa.ts";
import { fleiss } from "./fleiss-kappa.ts";
import { gwet } from "./gwet.ts";
import { icc } from "./icc.ts";
import { kendall } from "./kendall-w.ts";
import { krippendorff } from "./krippendorff.ts";
import { reliability } from "./reliability.ts";
import type { StatsKind } from "./stats-kind.ts";

/** By the case's kind. */
export const statsKinds: Readonly<Record<string, StatsKind>> = {
  cohen_kappa: cohen,
  fleiss_kappa: fleiss,
  gwet_ac: gwet,
  icc,
  kendall_w: kendall,
  krippendorff_alpha: krippendorff,
  split_half_ceiling: reliability,
};
