import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { PLAIN_ARM } from "#lib/study/plain-arm.ts";
import type { Ctx } from "../context.ts";

/** Two arms whose mean difference, first less second, may be a plan's primary contrast. */
export interface Contrast {
  first: string;
  second: string;
  label: string;
}

/** Every two arms of one statement, either way round; arms of different statements are never compared. @throws AppError `not_found` */
export async function listContrasts(ctx: Ctx, studyId: string): Promise<Contrast[]> {
  requireCan(ctx, "study:manage");
  const study = await ctx.db.study.findFirst({ where: { id: studyId, workspaceId: ctx.workspaceId } });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  // It brings the maths of explainers, which the site loads only where it is needed.
  const { loadArms } = await import("./load-material.ts");
  const arms = await loadArms(ctx.db, study);
  const nameOf = ({ plain, label }: (typeof arms)[number]) => (plain ? PLAIN_ARM.label : label);
  return arms.flatMap((first) =>
    arms
      .filter(({ armId, statement }) => armId !== first.armId && statement === first.statement)
      .map((second) => ({
        first: first.armId,
        second: second.armId,
        label: `${nameOf(first)} less ${nameOf(second)}`,
      })),
  );
}
