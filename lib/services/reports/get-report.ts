import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { StudyReport } from "#lib/study/report.ts";
import type { Ctx } from "../context.ts";

export interface ComputedReport {
  id: string;
  computedAt: Date;
  /** Answers it was computed from. */
  answerCount: number;
  results: StudyReport;
}

/**
 * The newest reports of a study: one about people, one about simulated raters; null until computed.
 * @throws AppError `not_found` for a study of another workspace
 */
export async function getReports(
  ctx: Ctx,
  studyId: string,
): Promise<{ people: ComputedReport | null; simulated: ComputedReport | null }> {
  requireCan(ctx, "report:read");
  const where = { id: studyId, workspaceId: ctx.workspaceId };
  if (!(await ctx.db.study.findFirst({ where, select: { id: true } }))) {
    throw new AppError("not_found", "There is no such study in this workspace.");
  }
  const [people, simulated] = await Promise.all([newest(ctx, studyId, false), newest(ctx, studyId, true)]);
  return { people, simulated };
}

async function newest(ctx: Ctx, studyId: string, simulated: boolean): Promise<ComputedReport | null> {
  const report = await ctx.db.report.findFirst({
    where: { studyId, simulated, study: { workspaceId: ctx.workspaceId } },
    orderBy: { computedAt: "desc" },
  });
  if (!report) return null;
  const { id, computedAt, answerCount, results } = report;
  return { id, computedAt, answerCount, results: StudyReport.parse(results) };
}
