import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { canonicalJson } from "#lib/study/canonical-json.ts";
import { Preregistration } from "#lib/study/preregistration.ts";
import type { Ctx } from "../context.ts";

export interface LockedPlan {
  preregistration: Preregistration;
  /** What the hash is of: `sha256sum` of it as a file gives the hash. */
  text: string;
  hash: string;
  lockedAt: Date;
}

/** The locked plan of a study; null where it is not locked. @throws AppError `not_found` */
export async function getPreregistration(ctx: Ctx, studyId: string): Promise<LockedPlan | null> {
  requireCan(ctx, "study:read");
  const study = await ctx.db.study.findFirst({
    where: { id: studyId, workspaceId: ctx.workspaceId },
    select: { lock: true },
  });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  if (!study.lock) return null;
  const { preregistration, hash, lockedAt } = study.lock;
  return {
    preregistration: Preregistration.parse(preregistration),
    text: canonicalJson(preregistration),
    hash,
    lockedAt,
  };
}
