import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { openStudy } from "#lib/services/studies/study-field.ts";
import { StudyResponse } from "../../study-response.ts";

export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  response: StudyResponse,
  can: ["study:manage", "study"],
  handler: async ({ ctx, params }) => StudyResponse.parse(await openStudy(ctx, { studyId: params.id })),
});
