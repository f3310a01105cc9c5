import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { freezeVersion } from "#lib/services/datasets/freeze-version.ts";

/** Freezes the data set as it is now; unchanged since the latest version, that one comes back. */
export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  response: z.object({ id: z.string(), number: z.int(), hash: z.string(), imageCount: z.int() }),
  can: ["dataset:write", "dataset"],
  handler: ({ ctx, params }) => freezeVersion(ctx, { datasetId: params.id }),
});
