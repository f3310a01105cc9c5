import { z } from "zod";
import { AppError } from "#lib/errors.ts";
import { confusionTable, perClassTable } from "#lib/metrics/classification/report-tables.ts";
import { csvLine } from "#lib/study/csv.ts";
import type { Ctx } from "../context.ts";
import { getClassificationReport } from "./get-classification-report.ts";

const Wish = z.object({
  modelId: z.string(),
  versionId: z.string().optional(),
  split: z.string().optional(),
  table: z.enum(["classes", "confusion"]).default("classes"),
});

/**
 * A table of a model's report as CSV: class by class with intervals, or the confusion matrix (rows true, columns predicted).
 * @throws AppError `not_found` for a model of another workspace or one without a report
 */
export async function exportClassificationTable(
  ctx: Ctx,
  input: unknown,
): Promise<{ fileName: string; csv: string }> {
  const { table, ...subject } = Wish.parse(input);
  const { shown } = await getClassificationReport(ctx, subject);
  if (!shown) {
    throw new AppError(
      "not_found",
      "This model has no report yet: the first run on a dataset version makes one.",
    );
  }
  const { columns, rows } = table === "classes" ? perClassTable(shown.report) : confusionTable(shown.report);
  return {
    // A split's name comes from somebody's folder: in a header it is letters and digits alone.
    fileName: `${table}-${subject.modelId}-${shown.split.replace(/[^a-z0-9]+/gi, "-")}.csv`,
    csv: [columns, ...rows].map(csvLine).join(""),
  };
}
