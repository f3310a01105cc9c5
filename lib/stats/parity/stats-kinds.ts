import { cohen } from "./cohen-kappa.ts";
import { fleiss } from "./fleiss-kappa.ts";
import { gwet } from "./gwet.ts";
import { krippendorff } from "./krippendorff.ts";
import type { StatsKind } from "./stats-kind.ts";

/** By the case's kind. */
export const statsKinds: Readonly<Record<string, StatsKind>> = {
  cohen_kappa: cohen,
  fleiss_kappa: fleiss,
  gwet_ac: gwet,
  krippendorff_alpha: krippendorff,
};
