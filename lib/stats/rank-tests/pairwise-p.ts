import { adjustP, type Correction } from "../adjust-p.ts";

/** p values [k][k] of all pairs of k groups: symmetric, 1 on the diagonal. */
export type PairwiseP = readonly (readonly number[])[];

/** @param of the p value of groups i < j */
export function pairwiseP(k: number, of: (i: number, j: number) => number): PairwiseP {
  const p = Array.from({ length: k }, () => new Array<number>(k).fill(1));
  for (let j = 1; j < k; j++)
    for (let i = 0; i < j; i++) {
      p[i][j] = of(i, j);
      p[j][i] = p[i][j];
    }
  return p;
}

/** Corrects the k (k - 1) / 2 pairs as one family. */
export function adjustPairs(p: PairwiseP, correction: Correction): PairwiseP {
  const family = p.flatMap((row, j) => row.slice(0, j));
  const adjusted = adjustP(family, correction);
  return pairwiseP(p.length, (i, j) => adjusted[(j * (j - 1)) / 2 + i] ?? 1);
}
