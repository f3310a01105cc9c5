import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { addSimulatedRaters } from "#lib/services/studies/add-simulated-raters.ts";
import { MixtureName } from "#lib/study/rehearsal/mixture.ts";

/** Sends in simulated raters, by a job. */
export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  body: z.object({ count: z.int().min(1).max(500), mixture: MixtureName.default("careful") }),
  response: z.object({ jobId: z.string() }),
  can: ["study:manage", "study"],
  handler: async ({ ctx, params, body }) => ({
    jobId: await addSimulatedRaters(ctx, { studyId: params.id, ...body }),
  }),
});
