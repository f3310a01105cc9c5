import { correctness, overImages, pointOf, seedSpread } from "./estimates.ts";
import type { Experiment } from "./experiment.ts";
import { measureMaps, type ScoresByMetric } from "./measure-model.ts";
import {
  answersOf,
  KIND_NAMES,
  SCOUTER_KINDS,
  type ScouterKind,
  similarityOf,
  trainBaseline,
  trainHead,
} from "./scouter-models.ts";
import { type Cell, formatFigure } from "./tables.ts";

const LAMBDAS = [0, 0.3, 1, 3, 10, 30];

interface Row {
  kind: ScouterKind;
  lambda: number;
  scores: ScoresByMetric[];
  right: number[][];
}

/** How the attended area, and with it precision and accuracy, depend on the weight of the area loss. */
export const lambda: Experiment = {
  id: "lambda",
  title: "Area against lambda",
  about: "area, precision and accuracy of SCOUTER+ and SCOUTER− as lambda grows",
  async run(bench) {
    const [data] = bench.data;
    const rows: Row[] = [];
    for (const kind of SCOUTER_KINDS) {
      for (const value of LAMBDAS) {
        const row: Row = { kind, lambda: value, scores: [], right: [] };
        for (const seed of bench.options.seeds) {
          const baseline = await trainBaseline(bench, data, seed);
          const similarity = similarityOf(await answersOf(bench, baseline, data));
          const ref = await trainHead(bench, { kind, seed, data, baseline, lambda: value });
          const rule = kind === "scouter+" ? "true" : "least-similar";
          const request = { ref, data, rule, similarity, costly: new Set<number>(), seed } as const;
          row.scores.push(
            await bench.keep(`maps ${ref.name} ${rule} 0`, [ref, baseline], () => measureMaps(request)),
          );
          row.right.push(correctness(await answersOf(bench, ref, data)));
        }
        rows.push(row);
      }
    }
    const of = ({ scores }: Row, metric: string) => scores.map((one) => one[metric] ?? []);
    const table = {
      title: "Area against lambda",
      columns: ["", "Lambda", "Area ↓", "sd", "Precision in box ↑", "Top 5 % in mask ↑", "Accuracy ↑"],
      rows: rows.map((row): Cell[] => [
        KIND_NAMES[row.kind],
        String(row.lambda),
        overImages(of(row, "area")),
        seedSpread(of(row, "area")),
        overImages(of(row, "precision-box")),
        overImages(of(row, "top5-in-mask")),
        overImages(row.right),
      ]),
      notes: [
        "Lambda weighs the mean attention (over batch, slots and cells); the paper's sum is slots x cells times larger, so the same lambda weighs differently there.",
        `SCOUTER+ on the true class, SCOUTER− on the least similar one; ${data.test.length} test images, ${bench.options.seeds.length} seed(s); 95 % intervals; sd between seeds.`,
      ],
    };
    return { tables: [table], findings: SCOUTER_KINDS.map((kind) => finding(rows, kind)), values: rows };
  },
};

function finding(rows: readonly Row[], kind: ScouterKind): string {
  const areas = rows
    .filter((row) => row.kind === kind)
    .map((row) => overImages(row.scores.map((one) => one.area ?? [])))
    .map(pointOf);
  const falls = areas.every((area, i) => i === 0 || area < areas[i - 1]);
  return `${KIND_NAMES[kind]}: the area ${falls ? "falls strictly" : "does not fall strictly"} with lambda: ${areas.map(formatFigure).join(", ")}.`;
}
