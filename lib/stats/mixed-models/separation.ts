import type { AnswerCells } from "./answer-cells.ts";

/**
 * Whether the proportional odds model of answers by group has no maximum likelihood estimate, because some estimate would be
 * infinite (separation; Albert and Anderson 1984 for the binary case).
 *
 * The log likelihood is concave, so it has its maximum unless it never falls in some direction (dt, db) of thresholds and group
 * effects. An answer j of group g asks db_g <= dt_j and db_g >= dt_{j-1}. A group whose answers reach from l to h > l so ties
 * db_g = dt_l = ... = dt_{h-1}; one with the same answer throughout is tied only from both sides. Nothing can move, and the estimate
 * exists, exactly if no group keeps to the lowest or the highest answer and the ties hold all thresholds together.
 */
export function isSeparated({ categories, groups, group, category }: AnswerCells): boolean {
  const top = categories.length - 1;
  const low = new Int32Array(groups.length).fill(top);
  const high = new Int32Array(groups.length);
  for (let c = 0; c < group.length; c++) {
    low[group[c]] = Math.min(low[group[c]], category[c]);
    high[group[c]] = Math.max(high[group[c]], category[c]);
  }
  const atAnEnd = low.some((lowest, g) => lowest === high[g] && (lowest === 0 || lowest === top));
  // Thresholds j-1 and j around an answer j within the ends are tied where one group has answers on both sides of j.
  const parted = categories.some(
    (_, j) => j > 0 && j < top && !low.some((lowest, g) => lowest < j && high[g] > j),
  );
  return atAnEnd || parted;
}
