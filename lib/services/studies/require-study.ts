import type { Tx } from "#lib/db/client.ts";
import type { Study } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "../context.ts";

/** The study, locked for this transaction. One of another workspace does not exist. @throws AppError `not_found` */
export async function requireStudy(tx: Tx, ctx: Ctx, studyId: string): Promise<Study> {
  await tx.$queryRaw`SELECT 1 FROM "Study" WHERE "id" = ${studyId} FOR UPDATE`;
  const study = await tx.study.findFirst({ where: { id: studyId, workspaceId: ctx.workspaceId } });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  return study;
}
