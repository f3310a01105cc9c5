import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { beginRehearsal } from "#lib/services/studies/rehearsal/begin-rehearsal.ts";

/** Begins a rehearsal: its token lets simulated raters join over HTTP for a while. */
export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  body: z.looseObject({}),
  response: z.object({
    token: z.string(),
    key: z.string(),
    consentVersion: z.string(),
    expiresAt: z.date(),
  }),
  can: ["study:manage", "study"],
  handler: ({ ctx, params, body }) => beginRehearsal(ctx, { ...body, studyId: params.id }),
});
