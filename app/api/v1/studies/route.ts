import { defineRoute } from "#lib/http/define-route.ts";
import { CreateStudy, createStudy } from "#lib/services/studies/create-study.ts";
import { listStudies } from "#lib/services/studies/list-studies.ts";
import { StudyResponse } from "./study-response.ts";

export const GET = defineRoute({
  can: ["study:read", "study"],
  handler: ({ ctx }) => listStudies(ctx),
});

/** Creates a study of an explanation run; its stimuli are drawn by a job. */
export const POST = defineRoute({
  body: CreateStudy,
  response: StudyResponse,
  can: ["study:manage", "study"],
  handler: async ({ ctx, body }) => StudyResponse.parse(await createStudy(ctx, body)),
});
