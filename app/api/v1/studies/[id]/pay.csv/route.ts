import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { exportPay } from "#lib/services/recruitment/export-pay.ts";

/** How long those who completed took, and what that paid them: a row a person, nobody named. */
export const GET = defineRoute({
  params: z.object({ id: z.string() }),
  can: ["report:export", "study"],
  handler: async ({ ctx, params }) =>
    new Response(await exportPay(ctx, params.id), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": `attachment; filename="pay-and-time.csv"`,
        "cache-control": "private, no-store",
      },
    }),
});
