import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { exportClassificationTable } from "#lib/services/models/export-classification-table.ts";

/** A model's report as CSV: class by class, or with `?table=confusion` the confusion matrix. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  query: z.object({
    version: z.string().optional(),
    split: z.string().optional(),
    table: z.enum(["classes", "confusion"]).default("classes"),
  }),
  can: ["model:read", "model"],
  handler: async ({ ctx, params, query }) => {
    const { fileName, csv } = await exportClassificationTable(ctx, {
      modelId: params.id,
      versionId: query.version,
      split: query.split,
      table: query.table,
    });
    return new Response(csv, {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="${fileName}"`,
        "cache-control": "private, no-store",
      },
    });
  },
});
