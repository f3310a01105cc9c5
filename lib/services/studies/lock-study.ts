import { z } from "zod";
import { requireCan } from "#lib/auth/can.ts";
import type { StudyLock } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { Preregistration, primaryMeasure, StudyPlan } from "#lib/study/preregistration.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { audit } from "../audit.ts";
import type { Ctx } from "../context.ts";
import { enqueueReport } from "../reports/request-report.ts";
import { appendEvent } from "./append-event.ts";
import type { PlannedStudy } from "./describe-plan.ts";
import { digestOf } from "./event-hash.ts";
import { requireStudy } from "./require-study.ts";

const LockStudy = StudyPlan.extend({ studyId: z.string() });

/**
 * Fixes a study's plan for good: hypotheses, primary contrast, target and stopping rule beside the whole design. Whoever joined before is
 * a pilot and not in the primary analysis. There is no unlocking: a change is a new study.
 * @throws AppError `conflict` for a study that is locked or closed, `invalid` for a contrast of other arms or of two statements, `not_found`
 */
export async function lockStudy(ctx: Ctx, input: unknown): Promise<StudyLock> {
  const { studyId, ...plan } = LockStudy.parse(input);
  requireCan(ctx, "study:manage");
  const { version } = (await import("../../../package.json", { with: { type: "json" } })).default;
  // It brings the maths of explainers, which the site loads only where it is needed.
  const { describePlan } = await import("./describe-plan.ts");
  return ctx.db.$transaction(async (tx) => {
    const study = await requireStudy(tx, ctx, studyId);
    if (await tx.studyLock.findUnique({ where: { studyId }, select: { studyId: true } }))
      throw new AppError("conflict", "This study's plan is locked already: a change is a new study.");
    if (study.state === "closed")
      throw new AppError("conflict", "This study is closed: a plan is locked before the answers come.");
    const described = await describePlan(tx, study);
    checkContrast(plan, described);
    const lockedAt = ctx.clock();
    const preregistration = Preregistration.parse({
      format: "whynot-preregistration-1",
      lockedAt: lockedAt.toISOString(),
      software: { name: "whynot", version },
      primaryMeasure: primaryMeasure(requireTemplate(study.templateId, study.templateVersion)),
      ...plan,
      ...described,
    } satisfies Preregistration);
    const hash = digestOf(preregistration);
    const lock = await tx.studyLock.create({ data: { studyId, preregistration, hash, lockedAt } });
    await enqueueReport(tx, study);
    const anchor = await appendEvent(tx, {
      studyId,
      kind: "locked",
      data: { preregistration: hash },
      at: lockedAt,
    });
    await audit(tx, ctx, "study.lock", `study:${studyId}`, { hash, anchor });
    return lock;
  });
}

function checkContrast({ primaryContrast }: StudyPlan, { arms }: PlannedStudy): void {
  if (!primaryContrast) return;
  const [first, second] = [primaryContrast.first, primaryContrast.second].map((id) =>
    arms.find((arm) => arm.id === id),
  );
  if (!first || !second)
    throw new AppError("invalid", "The contrast names an arm that this study does not have.");
  if (first.statement !== second.statement)
    throw new AppError(
      "invalid",
      "Maps for and against a class are rated under different sentences and never compared: choose two of one kind.",
    );
}
