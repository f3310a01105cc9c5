import { krippendorff } from "./krippendorff.ts";
import { mixedModels } from "./mixed-models.ts";
import type { StatsKind } from "./stats-kind.ts";

/** By the case's kind. */
export const statsKinds: Readonly<Record<string, StatsKind>> = {
  krippendorff_alpha: krippendorff,
  lmm_clmm: mixedModels,
};
