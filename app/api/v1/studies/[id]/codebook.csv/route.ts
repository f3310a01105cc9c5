import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { exportCodebook } from "#lib/services/reports/export-codebook.ts";

/** What the columns of answers.csv mean. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["report:export", "study"],
  handler: async ({ ctx, params }) =>
    new Response(await exportCodebook(ctx, params.id), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="codebook.csv"',
        "cache-control": "private, no-store",
      },
    }),
});
