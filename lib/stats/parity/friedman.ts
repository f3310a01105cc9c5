import type { Blocks } from "../rank-tests/block-ranks.ts";
import { conover } from "../rank-tests/conover.ts";
import { dunn } from "../rank-tests/dunn.ts";
import { friedman } from "../rank-tests/friedman.ts";
import { kruskalWallis } from "../rank-tests/kruskal-wallis.ts";
import { criticalDifference, nemenyi, nemenyiQuantile } from "../rank-tests/nemenyi.ts";
import { adjustPairs } from "../rank-tests/pairwise-p.ts";
import { statsKind } from "./stats-kind.ts";

/** Friedman's test and what is compared after it; the columns once more as independent groups. */
export const friedmanTests = statsKind<{ x: Blocks }>(({ x }) => {
  const groups = x[0].map((_, j) => x.flatMap((row) => row[j] ?? []));
  const found = friedman(x);
  const pairs = conover(x);
  const kruskal = kruskalWallis(groups);
  const blocks = { k: groups.length, n: x.length };
  return {
    friedman: "undefined" in found ? found : { ...found, chi2: found.chiSquare, ...ofF(found.imanDavenport) },
    mean_ranks: "undefined" in found ? found : found.meanRanks,
    nemenyi_p: nemenyi(x),
    conover_p: pairs,
    conover_holm_p: "undefined" in pairs ? pairs : adjustPairs(pairs, "holm"),
    q_alpha_05: nemenyiQuantile(blocks.k),
    nemenyi_CD_05: criticalDifference(blocks.k, blocks.n),
    kruskal: "undefined" in kruskal ? kruskal : { H: kruskal.h, p: kruskal.p },
    dunn_p: dunn(groups),
  };
});

function ofF(found: { f: number; p: number } | { undefined: string }) {
  const [f, p] = "undefined" in found ? [found, found] : [found.f, found.p];
  return { iman_davenport_F: f, iman_davenport_p: p };
}
