import { z } from "zod";
import { defineRoute } from "#lib/http/define-route.ts";
import { lockStudy } from "#lib/services/studies/lock-study.ts";
import { StudyPlan } from "#lib/study/preregistration.ts";

/** Locks a study's plan for good; `hash` is SHA-256 of what `preregistration.json` gives. */
export const POST = defineRoute({
  params: z.object({ id: z.string() }),
  body: StudyPlan,
  response: z.object({ hash: z.string(), lockedAt: z.date() }),
  can: ["study:manage", "study"],
  handler: async ({ ctx, params, body }) => {
    const { hash, lockedAt } = await lockStudy(ctx, { studyId: params.id, ...body });
    return { hash, lockedAt };
  },
});
