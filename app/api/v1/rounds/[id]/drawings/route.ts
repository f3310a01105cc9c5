import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { download } from "#lib/http/download.ts";
import { exportDrawings, exportDrawingTable } from "#lib/services/rounds/export-drawings.ts";

/** The drawings of a round that are done: JSON, or with `?format=csv` one row a mark. People are letters. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  query: z.object({ format: z.enum(["json", "csv"]).default("json") }),
  can: ["region:review", "round"],
  handler: async ({ ctx, params: { id }, query: { format } }) =>
    format === "csv"
      ? download(await exportDrawingTable(ctx, id), `drawings-${id}.csv`, "text/csv")
      : download(JSON.stringify(await exportDrawings(ctx, id)), `drawings-${id}.json`, "application/json"),
});
