import type { ClassificationReport, Reported } from "./report.ts";

/** Rows of plain cells, as a CSV file has them; null = empty. */
export interface ReportTable {
  columns: string[];
  rows: (string | number | null)[][];
}

const CLASS_MEASURES = ["precision", "recall", "f1", "auc"] as const;

/** One row a class: its counts, and each measure with its interval. What has no value is empty, and the last column says why. */
export function perClassTable({ perClass }: ClassificationReport): ReportTable {
  return {
    columns: [
      ...["class", "images", "predicted", "correct"],
      ...CLASS_MEASURES.flatMap((id) => [id, `${id}_low`, `${id}_high`]),
      "undefined",
    ],
    rows: perClass.map((row) => [
      ...[row.className, row.images, row.predicted, row.correct],
      ...CLASS_MEASURES.flatMap((id) => cells(row[id])),
      CLASS_MEASURES.flatMap((id) => reasonOf(id, row[id])).join("; "),
    ]),
  };
}

/** The confusion matrix: a row for each true class, a column for each predicted one. */
export function confusionTable({ classNames, confusion }: ClassificationReport): ReportTable {
  return {
    columns: ["true class", ...classNames],
    rows: confusion.map((row, c) => [classNames[c], ...row]),
  };
}

function cells(number: Reported): (number | null)[] {
  return "undefined" in number ? [null, null, null] : [number.value, number.low, number.high];
}

function reasonOf(id: string, number: Reported): string[] {
  if ("undefined" in number) return [`${id}: ${number.undefined}`];
  return number.low === null ? [`${id} interval: ${number.reason}`] : [];
}
