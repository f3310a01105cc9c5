import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { isComplete, StudyReport } from "#lib/study/report.ts";
import type { Ctx } from "../context.ts";
import { requestReport } from "./request-report.ts";

export interface ComputedReport {
  id: string;
  computedAt: Date;
  /** Answers it was computed from. */
  answerCount: number;
  results: StudyReport;
}

/**
 * The newest reports of a study: one about people, one about simulated raters; null until computed. One that an older version computed
 * lacks what was added since: it is returned as it is, and a new one asked for.
 * @throws AppError `not_found` for a study of another workspace
 */
export async function getReports(
  ctx: Ctx,
  studyId: string,
): Promise<{ people: ComputedReport | null; simulated: ComputedReport | null }> {
  requireCan(ctx, "report:read");
  const where = { id: studyId, workspaceId: ctx.workspaceId };
  const study = await ctx.db.study.findFirst({ where, select: { id: true, workspaceId: true } });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  const [people, simulated] = await Promise.all([newest(ctx, studyId, false), newest(ctx, studyId, true)]);
  const isOld = [people, simulated].some((report) => report && !isComplete(report.results));
  if (isOld) await requestReport(ctx.db, study, ctx.clock());
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
