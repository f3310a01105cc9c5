import { firstClasses } from "./data.ts";
import { correctness, mean, overImages, seedSpread } from "./estimates.ts";
import type { Experiment, ModelRef } from "./experiment.ts";
import { answersOf, KIND_NAMES, SCOUTER_KINDS, trainBaseline, trainHead } from "./scouter-models.ts";
import { type Cell, formatFigure } from "./tables.ts";

const KINDS = ["fc", ...SCOUTER_KINDS] as const;

interface Row {
  classes: number;
  test: number;
  /** right[kind][seed][image] */
  right: Record<(typeof KINDS)[number], number[][]>;
}

/** About five sizes from a few classes to all of them, each about as much larger than the one before. */
export function classCounts(all: number): number[] {
  const ratio = (all / 2) ** (1 / 4);
  const counts = [0, 1, 2, 3, 4].map((step) => Math.round(2 * ratio ** step));
  return [...new Set(counts)];
}

/** How accuracy depends on the number of classes. */
export const classes: Experiment = {
  id: "classes",
  title: "Accuracy against number of classes",
  about: "accuracy of FC, SCOUTER+ and SCOUTER− on the first few and on all classes",
  async run(bench) {
    const [whole] = bench.data;
    const rows: Row[] = [];
    for (const count of classCounts(whole.classNames.length)) {
      const data = firstClasses(whole, count);
      const row: Row = {
        classes: count,
        test: data.test.length,
        right: { fc: [], "scouter+": [], "scouter-": [] },
      };
      for (const seed of bench.options.seeds) {
        const baseline = await trainBaseline(bench, data, seed);
        const add = async (kind: (typeof KINDS)[number], ref: ModelRef) =>
          row.right[kind].push(correctness(await answersOf(bench, ref, data)));
        await add("fc", baseline);
        for (const kind of SCOUTER_KINDS)
          await add(kind, await trainHead(bench, { kind, seed, data, baseline }));
      }
      rows.push(row);
    }
    const table = {
      title: "Accuracy against number of classes",
      columns: ["Classes", "Test images", ...KINDS.flatMap((kind) => [KIND_NAMES[kind], "sd"])],
      rows: rows.map(({ classes: count, test, right }): Cell[] => [
        String(count),
        String(test),
        ...KINDS.flatMap((kind): Cell[] => [overImages(right[kind]), seedSpread(right[kind])]),
      ]),
      notes: [
        `The first classes by name; ${bench.options.seeds.length} seed(s), averaged before the images are resampled; 95 % intervals; sd between seeds.`,
        "The paper shows this as a figure without numbers.",
      ],
    };
    const worst = rows.flatMap((row) => SCOUTER_KINDS.map((kind) => gap(row, kind)));
    const findings = [
      `A slot head is at most ${formatFigure(Math.max(...worst))} below the baseline at any number of classes.`,
    ];
    return { tables: [table], findings, values: rows };
  },
};

const gap = ({ right }: Row, kind: "scouter+" | "scouter-") =>
  mean(right.fc.map(mean)) - mean(right[kind].map(mean));
