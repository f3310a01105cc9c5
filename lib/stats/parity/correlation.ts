import { type Correlation, pearson, spearman } from "../correlation.ts";
import type { Undefined } from "../estimate.ts";
import { kendallTau } from "../kendall.ts";
import { statsKind } from "./stats-kind.ts";

interface Inputs {
  x: number[];
  y: number[];
}

/** Pearson and Spearman with Fisher's interval, and Kendall's tau-b with either p value. */
export const correlation = statsKind<Inputs>(({ x, y }) => ({
  pearson: written(pearson(x, y), ({ value, p, low, high }) => ({ r: value, p, ci95_fisher: [low, high] })),
  spearman: written(spearman(x, y), ({ value, p, low, high }) => ({
    rho: value,
    p_t: p,
    ci95_fisher: [low, high],
  })),
  kendall_b: kendall(x, y),
}));

function written(found: Correlation | Undefined, write: (found: Correlation) => object) {
  return "undefined" in found ? found : write(found);
}

function kendall(x: number[], y: number[]) {
  const normal = kendallTau(x, y, { method: "normal" });
  if ("undefined" in normal) return normal;
  const untied = new Set(x).size === x.length && new Set(y).size === y.length;
  const exact = untied ? kendallTau(x, y, { method: "exact" }) : null;
  return { tau: normal.value, p_asymptotic: normal.p, p_exact: exact && "p" in exact ? exact.p : null };
}
