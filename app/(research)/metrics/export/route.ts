import { requireCtx } from "#lib/auth/session.ts";
import { AppError } from "#lib/errors.ts";
import { TableFormat, tableResponse } from "#lib/http/table-response.ts";
import { listMetricValues, type MetricValueRow } from "#lib/services/metrics/list-metric-values.ts";

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

/** Every score of a run, as CSV or Parquet (`?format=parquet`), streamed: the rows the metric table is computed from. */
export async function GET(request: Request): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const runId = query.get("run") ?? "";
  const format = TableFormat.safeParse(query.get("format") ?? "csv");
  try {
    if (!format.success)
      throw new AppError("invalid", "A table is exported as csv or parquet: ask for one of them.");
    const pages = await listMetricValues(await requireCtx(), runId);
    return tableResponse(
      {
        name: `metrics-${runId}`,
        columns: COLUMNS.map((name) => ({ name, type: name === "value" ? "DOUBLE" : "STRING" })),
        pages: inOrder(pages),
      },
      format.data,
    );
  } catch (error) {
    if (error instanceof AppError) return new Response(`${error.message}\n`, { status: error.status });
    throw error;
  }
}

async function* inOrder(pages: AsyncIterable<MetricValueRow[]>) {
  for await (const rows of pages) yield rows.map((row) => COLUMNS.map((column) => row[column]));
}
