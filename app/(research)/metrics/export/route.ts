import { requireCtx } from "#lib/auth/session.ts";
import { AppError } from "#lib/errors.ts";
import { listMetricValues, type MetricValueRow } from "#lib/services/metrics/list-metric-values.ts";
import { csvLine } from "#lib/study/csv.ts";

const COLUMNS = [
  "arm",
  "explainer",
  "model",
  "target_rule",
  "image",
  "image_class",
  "target_class",
  "map",
  "metric",
  "profile",
  "judge",
  "protocol",
  "value",
  "undefined_reason",
] as const satisfies readonly (keyof MetricValueRow)[];

/** Every score of a run as CSV: the rows the metric table is computed from. */
export async function GET(request: Request): Promise<Response> {
  const runId = new URL(request.url).searchParams.get("run") ?? "";
  try {
    const rows = await listMetricValues(await requireCtx(), runId);
    const lines = rows.map((row) => csvLine(COLUMNS.map((column) => row[column])));
    return new Response([csvLine(COLUMNS), ...lines].join(""), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="metrics-${runId}.csv"`,
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    if (error instanceof AppError) return new Response(`${error.message}\n`, { status: error.status });
    throw error;
  }
}
