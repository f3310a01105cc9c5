import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { Study } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { enqueueReport } from "../reports/request-report.ts";
import { appendEvent } from "./append-event.ts";
import { requireStudy } from "./require-study.ts";

const OneStudy = z.object({ studyId: z.string() });

/**
 * Lets people in through the link. A closed study can be opened again.
 * @throws AppError `conflict` while its stimuli are not ready, `not_found`
 */
export async function openStudy(ctx: Ctx, input: unknown): Promise<Study> {
  const { studyId } = OneStudy.parse(input);
  requireCan(ctx, "study:manage");
  return ctx.db.$transaction(async (tx) => {
    const study = await requireStudy(tx, ctx, studyId);
    if (study.state === "open") return study;
    if (StudyDesign.parse(study.design).stimulusBytes === null)
      throw new AppError(
        "conflict",
        "The pictures of this study are still being drawn: open it when they are ready.",
      );
    const now = ctx.clock();
    const opened = await tx.study.update({
      where: { id: studyId },
      data: { state: "open", openedAt: study.openedAt ?? now, closedAt: null, personalErasedAt: null },
    });
    const anchor = await appendEvent(tx, { studyId, kind: "opened", data: {}, at: now });
    await audit(tx, ctx, "study.open", `study:${studyId}`, { anchor });
    return opened;
  });
}

/**
 * Closes the link to newcomers. Whoever is in may finish, and answers still on people's devices arrive: closing loses
 * nothing. @throws AppError `conflict` for a study that was never open, `not_found`
 */
export async function closeStudy(ctx: Ctx, input: unknown): Promise<Study> {
  const { studyId } = OneStudy.parse(input);
  requireCan(ctx, "study:manage");
  return ctx.db.$transaction(async (tx) => {
    const study = await requireStudy(tx, ctx, studyId);
    if (study.state === "closed") return study;
    if (study.state === "preparing")
      throw new AppError("conflict", "This study was never open: there is nothing to close.");
    const now = ctx.clock();
    const closed = await tx.study.update({
      where: { id: studyId },
      data: { state: "closed", closedAt: now },
    });
    await enqueueReport(tx, study);
    const anchor = await appendEvent(tx, { studyId, kind: "closed", data: {}, at: now });
    await audit(tx, ctx, "study.close", `study:${studyId}`, { anchor });
    return closed;
  });
}

const ShowSimulated = z.object({ studyId: z.string(), showSimulated: z.boolean() });

/** Shows or hides simulated raters on the study's pages; their answers stay, and are never mixed with people's. */
export async function setShowSimulated(ctx: Ctx, input: unknown): Promise<Study> {
  const { studyId, showSimulated } = ShowSimulated.parse(input);
  requireCan(ctx, "study:manage");
  return ctx.db.$transaction(async (tx) => {
    await requireStudy(tx, ctx, studyId);
    const study = await tx.study.update({ where: { id: studyId }, data: { showSimulated } });
    await audit(tx, ctx, "study.show-simulated", `study:${studyId}`, { showSimulated });
    return study;
  });
}
