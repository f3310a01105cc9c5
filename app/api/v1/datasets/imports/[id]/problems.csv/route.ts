import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { readProblems } from "#lib/services/imports/read-problems.ts";

export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["dataset:write", "dataset-import"],
  handler: async ({ ctx, params }) =>
    new Response(await readProblems(ctx, params.id), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="import-problems.csv"`,
        "cache-control": "private, no-store",
      },
    }),
});
