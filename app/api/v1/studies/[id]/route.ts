import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { getStudy } from "#lib/services/studies/get-study.ts";
import { setShowSimulated } from "#lib/services/studies/study-field.ts";
import { StudyResponse } from "../study-response.ts";

const Params = z.object({ id: z.string() });

export const GET = defineRoute({
  params: Params,
  can: ["study:read", "study"],
  handler: ({ ctx, params }) => getStudy(ctx, params.id),
});

/** Shows or hides simulated raters on the study's pages. */
export const PATCH = defineRoute({
  params: Params,
  body: z.object({ showSimulated: z.boolean() }),
  response: StudyResponse,
  can: ["study:manage", "study"],
  handler: async ({ ctx, params, body }) =>
    StudyResponse.parse(await setShowSimulated(ctx, { studyId: params.id, ...body })),
});
