import { requireCan } from "#lib/auth/can.ts";
import { StudyReport } from "#lib/study/report.ts";
import type { Ctx } from "../context.ts";

export interface ComputedReport {
  id: string;
  computedAt: Date;
  /** Answers it was computed from. */
  answerCount: number;
  results: StudyReport;
}

/** The newest reports of a study: one about people, one about simulated raters; null until computed. */
export async function getReports(
  ctx: Ctx,
  studyId: string,
): Promise<{ people: ComputedReport | null; simulated: ComputedReport | null }> {
  requireCan(ctx, "report:read");
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
