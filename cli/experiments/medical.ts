import { AppError } from "#lib/errors.ts";
import { classificationReport } from "#lib/metrics/classification/classification-report.ts";
import type { MeasureId } from "#lib/metrics/classification/measures.ts";
import type { ClassificationReport } from "#lib/metrics/classification/report.ts";
import type { Experiment } from "./experiment.ts";
import type { Answers } from "./measure-model.ts";
import { PAPER_MEDICAL, PAPER_SOURCE, type PaperMedical } from "./paper.ts";
import { answersOf, KIND_NAMES, SCOUTER_KINDS, trainBaseline, trainHead } from "./scouter-models.ts";
import { type Cell, formatFigure } from "./tables.ts";

const KINDS = ["fc", ...SCOUTER_KINDS] as const;

const COLUMNS: readonly [keyof PaperMedical, MeasureId | null, string][] = [
  ["auc", "auc", "AUC"],
  ["accuracy", "accuracy", "Accuracy"],
  ["precision", null, "Precision"],
  ["recall", null, "Recall"],
  ["f1", null, "F1"],
  ["kappa", "kappa", "Kappa"],
];

interface Row {
  kind: (typeof KINDS)[number];
  seed: string;
  report: ClassificationReport;
}

/** The paper's table 4: two classes, the second of which (by name) is not the positive one unless it is called so. */
export const medical: Experiment = {
  id: "medical",
  title: "A medical case of two classes",
  about:
    "AUC, accuracy, precision, recall, F1 and kappa of FC, SCOUTER+ and SCOUTER−; made for ACRIMA's normal and glaucoma",
  async run(bench) {
    const [data] = bench.data;
    if (data.classNames.length !== 2) {
      throw new AppError(
        "invalid",
        `The medical case has two classes; ${data.folder} has ${data.classNames.length}: choose with --classes 2.`,
      );
    }
    const positive = positiveClass(data.classNames);
    const rows: Row[] = [];
    for (const seed of bench.options.seeds) {
      const baseline = await trainBaseline(bench, data, seed);
      const add = (kind: Row["kind"], answers: Answers) =>
        rows.push({ kind, seed, report: reportOn(answers, data.classNames, seed) });
      add("fc", await answersOf(bench, baseline, data));
      for (const kind of SCOUTER_KINDS) {
        const ref = await trainHead(bench, { kind, seed, data, baseline });
        add(kind, await answersOf(bench, ref, data));
      }
    }
    const table = {
      title: `Normal or not: ${data.classNames[positive]} is the positive class`,
      columns: ["", "Seed", ...COLUMNS.flatMap(([, , head]) => [head, "paper"])],
      rows: rows.map((row): Cell[] => [
        KIND_NAMES[row.kind],
        row.seed,
        ...COLUMNS.flatMap(([key, measure]): Cell[] => [
          cellOf(row.report, key, measure, positive),
          formatFigure(PAPER_MEDICAL[row.kind][key]),
        ]),
      ]),
      notes: [`${data.test.length} test images.`, PAPER_SOURCE],
    };
    return { tables: [table], findings: [], values: rows };
  },
};

/** The class that names a disease where one says normal, healthy or negative; else the second. */
export function positiveClass(names: readonly string[]): number {
  const negative = names.findIndex((name) => /^(normal|healthy|negative|benign|control)$/i.test(name));
  return negative === 0 ? 1 : negative === 1 ? 0 : 1;
}

function reportOn(
  { labels, logits }: Answers,
  classNames: readonly string[],
  seed: string,
): ClassificationReport {
  return classificationReport({
    logits: Float32Array.from(logits.flat()),
    labels,
    classNames: [...classNames],
    seed,
  });
}

function cellOf(
  report: ClassificationReport,
  key: keyof PaperMedical,
  measure: MeasureId | null,
  positive: number,
): Cell {
  const found = measure
    ? report.measures[measure]
    : report.perClass[positive][key as "precision" | "recall" | "f1"];
  if ("undefined" in found) return found;
  const { value, low, high, n } = found;
  return low === null ? `${formatFigure(value)} (no interval)` : { value, low, high, n };
}
