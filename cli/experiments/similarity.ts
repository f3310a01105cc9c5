import { type AreaBySimilarity, areaBySimilarity } from "#lib/metrics/contrast/area-by-similarity.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { pointOf } from "./estimates.ts";
import type { Experiment } from "./experiment.ts";
import {
  answersOf,
  KIND_NAMES,
  SCOUTER_KINDS,
  type ScouterKind,
  similarityOf,
  trainBaseline,
  trainHead,
} from "./scouter-models.ts";
import type { Cell, Table } from "./tables.ts";

interface Row {
  kind: ScouterKind;
  seed: string;
  trend: AreaBySimilarity;
}

/** The paper's table 2 on any data set: how the attended area depends on how much a class looks like the true one. */
export const similarity: Experiment = {
  id: "similarity",
  title: "Area by class similarity",
  about: "area of SCOUTER+ and SCOUTER− maps of the true class and of similar and dissimilar ones",
  async run(bench) {
    const [data] = bench.data;
    const rows: Row[] = [];
    for (const seed of bench.options.seeds) {
      const baseline = await trainBaseline(bench, data, seed);
      const similar = similarityOf(await answersOf(bench, baseline, data));
      for (const kind of SCOUTER_KINDS) {
        const ref = await trainHead(bench, { kind, seed, data, baseline });
        const { areas, labels } = await answersOf(bench, ref, data);
        const options = { random: createRandom(`similarity ${seed}`), replicates: 1000 };
        rows.push({ kind, seed, trend: areaBySimilarity(areas ?? [], labels, similar, options) });
      }
    }
    return {
      tables: [table(rows, data.test.length)],
      findings: SCOUTER_KINDS.map((kind) => finding(rows, kind)),
      values: rows,
    };
  },
};

function table(rows: readonly Row[], images: number): Table {
  return {
    title: "Area by class similarity",
    columns: ["", "Seed", "True class", "Similar third", "Middle", "Dissimilar third", "Rank correlation"],
    rows: rows.map(({ kind, seed, trend: { groups, rankCorrelation } }): Cell[] => [
      KIND_NAMES[kind],
      seed,
      groups.trueClass,
      groups.similar,
      groups.middle,
      groups.dissimilar,
      rankCorrelation,
    ]),
    notes: [
      `${images} test images, 95 % bootstrap intervals over images. Area: attention scaled by the image's own range over all classes jointly, mean over cells. Similarity: the baseline's mean softmax on the test images.`,
      "Rank correlation: Spearman between similarity and mean area over the other classes, averaged over the true classes.",
      "The paper's own table could not be verified and is not repeated; its trend is that evidence for a class falls, and evidence against it rises, as the class gets less similar.",
    ],
  };
}

function finding(rows: readonly Row[], kind: ScouterKind): string {
  const own = rows.filter((row) => row.kind === kind);
  const isMonotone = ({ trend: { groups } }: Row) => {
    const line = [groups.trueClass, groups.similar, groups.middle, groups.dissimilar].map(pointOf);
    const sign = kind === "scouter+" ? -1 : 1;
    return line.every((value, i) => i === 0 || sign * (value - line[i - 1]) > 0);
  };
  const direction = kind === "scouter+" ? "falls" : "rises";
  return `${KIND_NAMES[kind]}: the area ${direction} from the true class to the least similar ones, step by step, in ${own.filter(isMonotone).length} of ${own.length} seeds.`;
}
