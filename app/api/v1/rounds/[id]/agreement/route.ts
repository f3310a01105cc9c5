import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { download } from "#lib/http/download.ts";
import { exportAgreement, exportAgreementTable } from "#lib/services/rounds/export-agreement.ts";

/** How far the people of a round agree: JSON, or with `?format=csv` one row for each two people and one for all. People are letters. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  query: z.object({ format: z.enum(["json", "csv"]).default("json") }),
  can: ["region:review", "round"],
  handler: async ({ ctx, params: { id }, query: { format } }) =>
    format === "csv"
      ? download(await exportAgreementTable(ctx, id), `agreement-${id}.csv`, "text/csv")
      : download(JSON.stringify(await exportAgreement(ctx, id)), `agreement-${id}.json`, "application/json"),
});
