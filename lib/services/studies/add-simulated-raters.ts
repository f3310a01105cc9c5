import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { simulateRaters } from "#lib/jobs/definitions/simulate-raters.ts";
import { enqueue } from "#lib/jobs/queue.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { MixtureName } from "#lib/study/rehearsal/mixture.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { requireStudy } from "./require-study.ts";

const AddSimulatedRaters = z.object({
  studyId: z.string(),
  count: z.int().min(1).max(500),
  mixture: MixtureName.default("careful"),
});

/**
 * Asks for simulated raters, who take part through the same verbs as people. Returns the job's id.
 * @throws AppError `conflict` while the stimuli are not ready, `not_found`
 */
export async function addSimulatedRaters(ctx: Ctx, input: unknown): Promise<string> {
  const { studyId, count, mixture } = AddSimulatedRaters.parse(input);
  requireCan(ctx, "study:manage");
  return ctx.db.$transaction(async (tx) => {
    const study = await requireStudy(tx, ctx, studyId);
    if (StudyDesign.parse(study.design).stimulusBytes === null)
      throw new AppError(
        "conflict",
        "The pictures of this study are still being drawn: try again when they are ready.",
      );
    await audit(tx, ctx, "study.simulate", `study:${studyId}`, { count, mixture });
    const payload = { studyId, count, mixture };
    return enqueue(tx, simulateRaters, payload, { workspaceId: ctx.workspaceId, total: count });
  });
}
