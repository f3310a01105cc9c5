import { z } from "zod";
import type { Tx } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import { audit } from "../../audit.ts";
import type { Ctx } from "../../context.ts";
import { appendEvent } from "../../studies/append-event.ts";

export const PackWish = z.object({
  studyId: z.string(),
  raters: z.enum(["people", "simulated"]).default("people"),
});

/** Makes the asking for a pack an event of the study and of the audit log; append last. @throws AppError `not_found` */
export async function noteExport(
  tx: Tx,
  ctx: Ctx,
  { studyId, raters }: z.output<typeof PackWish>,
): Promise<void> {
  const study = await tx.study.findFirst({
    where: { id: studyId, workspaceId: ctx.workspaceId },
    select: { id: true },
  });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  const anchor = await appendEvent(tx, { studyId, kind: "exported", data: { raters }, at: ctx.clock() });
  await audit(tx, ctx, "study.report-pack", `study:${studyId}`, { raters, anchor });
}
