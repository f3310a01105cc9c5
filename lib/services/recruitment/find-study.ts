import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** The key of a study of this workspace, to read about it. @throws AppError `not_found` */
export async function findStudy({ db, workspaceId }: Ctx, studyId: string): Promise<{ key: string }> {
  const study = await db.study.findFirst({ where: { id: studyId, workspaceId }, select: { key: true } });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  return study;
}
