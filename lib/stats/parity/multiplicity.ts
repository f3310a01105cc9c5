import { adjustP, type Correction } from "../adjust-p.ts";
import { statsKind } from "./stats-kind.ts";

const NAMES: Readonly<Record<string, Correction>> = {
  bonferroni: "bonferroni",
  holm: "holm",
  hochberg: "hochberg",
  bh: "bh",
  by: "by",
  sidak: "sidak",
  holm_sidak: "holm-sidak",
};

/** Adjusted p values by every correction, and which are rejected at .05. */
export const multiplicity = statsKind<{ p: (number | null)[] }>(({ p }) =>
  Object.fromEntries(
    Object.entries(NAMES).map(([name, correction]) => {
      const adjusted = adjustP(p, correction);
      return [name, { adjusted, reject_05: adjusted.map((value) => value !== null && value <= 0.05) }];
    }),
  ),
);
