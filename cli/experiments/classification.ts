import type { ExperimentData } from "./data.ts";
import { correctness, mean, overImages, seedSpread } from "./estimates.ts";
import type { Experiment } from "./experiment.ts";
import { PAPER_ACCURACY, PAPER_SOURCE } from "./paper.ts";
import {
  answersOf,
  dataName,
  KIND_NAMES,
  SCOUTER_KINDS,
  trainBaseline,
  trainHead,
} from "./scouter-models.ts";
import { type Cell, formatFigure } from "./tables.ts";

const KINDS = ["fc", ...SCOUTER_KINDS] as const;

interface Row {
  data: ExperimentData;
  right: Record<(typeof KINDS)[number], number[][]>;
}

/** The paper's table 3 on any data sets: does the slot head cost accuracy? */
export const classification: Experiment = {
  id: "classification",
  title: "Classification on several data sets",
  about: "accuracy of FC, SCOUTER+ and SCOUTER− on each data set",
  async run(bench) {
    const rows: Row[] = [];
    for (const data of bench.data) {
      const row: Row = { data, right: { fc: [], "scouter+": [], "scouter-": [] } };
      for (const seed of bench.options.seeds) {
        const baseline = await trainBaseline(bench, data, seed);
        row.right.fc.push(correctness(await answersOf(bench, baseline, data)));
        for (const kind of SCOUTER_KINDS) {
          const ref = await trainHead(bench, { kind, seed, data, baseline });
          row.right[kind].push(correctness(await answersOf(bench, ref, data)));
        }
      }
      rows.push(row);
    }
    const printed = Object.keys(PAPER_ACCURACY.fc);
    const own = {
      title: "Accuracy",
      columns: ["Data", "Classes", "Test images", ...KINDS.flatMap((kind) => [KIND_NAMES[kind], "sd"])],
      rows: rows.map(({ data, right }): Cell[] => [
        dataName(data),
        String(data.classNames.length),
        String(data.test.length),
        ...KINDS.flatMap((kind): Cell[] => [overImages(right[kind]), seedSpread(right[kind])]),
      ]),
      notes: [
        `${bench.options.seeds.length} seed(s), averaged before the images are resampled; 95 % intervals; sd between seeds.`,
      ],
    };
    const paper = {
      title: "The paper's accuracy, for comparison",
      columns: ["Data", ...KINDS.map((kind) => KIND_NAMES[kind])],
      rows: printed.map((name): Cell[] => [
        name,
        ...KINDS.map((kind) => formatFigure(PAPER_ACCURACY[kind][name])),
      ]),
      notes: [PAPER_SOURCE],
    };
    return {
      tables: [own, paper],
      findings: rows.map(finding),
      values: rows.map(({ data, right }) => ({ data: dataName(data), right })),
    };
  },
};

function finding({ data, right }: Row): string {
  const [fc, plus, minus] = KINDS.map((kind) => mean(right[kind].map(mean)));
  const points = (value: number) => `${((value - fc) * 100).toFixed(1)} points`;
  return `${dataName(data)}: against FC, SCOUTER+ is at ${points(plus)} and SCOUTER− at ${points(minus)}.`;
}
