import { type IccModel, type IccUnit, intraclassCorrelation } from "../agreement/intraclass-correlation.ts";
import { statsKind } from "./stats-kind.ts";

const FORMS: Readonly<Record<string, [IccModel, IccUnit]>> = {
  ICC1: ["one-way", "single"],
  ICC2: ["agreement", "single"],
  ICC3: ["consistency", "single"],
  ICC1k: ["one-way", "average"],
  ICC2k: ["agreement", "average"],
  ICC3k: ["consistency", "average"],
};

/** The six forms, with F test and interval. */
export const icc = statsKind<{ ratings: number[][] }>(({ ratings }) =>
  Object.fromEntries(
    Object.entries(FORMS).map(([name, form]) => {
      const found = intraclassCorrelation(ratings, ...form);
      if ("undefined" in found) return [name, found];
      const { value, f: F, df1, df2, p, low, high } = found;
      return [name, { value, F, df1, df2, p, ci95: [low, high] }];
    }),
  ),
);
