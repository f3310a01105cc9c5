import { requireCan } from "#lib/auth/can.ts";
import { type ArmReport, analysedRaters, StudyReport } from "#lib/study/report.ts";
import type { Measure } from "#lib/study/template.ts";
import type { Ctx } from "../context.ts";
import type { Raters } from "./export-answers.ts";

export interface StudyResults {
  readonly id: string;
  readonly name: string;
  readonly templateId: string;
  readonly computedAt: Date;
  readonly version: { readonly id: string; readonly number: number; readonly datasetName: string };
  readonly models: readonly { readonly id: string; readonly name: string }[];
  /** Raters with an answer that counts. */
  readonly raters: number;
  /** What the arms' scores mean: not the same in every study. */
  readonly measure: Measure;
  readonly arms: readonly ArmReport[];
}

/** More columns than this nobody reads; the newest studies are taken. */
const LIMIT = 100;

/**
 * The newest computed results of every study of the workspace that has any, newest study first. People and simulated
 * raters are never in one list, and a study that hides its simulated raters is not in theirs.
 */
export async function listStudyResults(ctx: Ctx, { raters }: { raters: Raters }): Promise<StudyResults[]> {
  requireCan(ctx, "report:read");
  const simulated = raters === "simulated";
  const rows = await ctx.db.study.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      ...(simulated ? { showSimulated: true } : {}),
      reports: { some: { simulated, answerCount: { gt: 0 } } },
    },
    orderBy: { id: "desc" },
    take: LIMIT,
    select: {
      id: true,
      name: true,
      templateId: true,
      run: {
        select: { version: { select: { id: true, number: true, dataset: { select: { name: true } } } } },
      },
      arms: { select: { runArm: { select: { model: { select: { id: true, name: true } } } } } },
      reports: { where: { simulated }, orderBy: { computedAt: "desc" }, take: 1 },
    },
  });
  return rows.map(({ id, name, templateId, run: { version }, arms, reports: [report] }) => {
    const results = StudyReport.parse(report.results);
    const models = new Map(arms.map(({ runArm: { model } }) => [model.id, model]));
    return {
      id,
      name,
      templateId,
      computedAt: report.computedAt,
      version: { id: version.id, number: version.number, datasetName: version.dataset.name },
      models: [...models.values()],
      raters: analysedRaters(results),
      measure: results.measure,
      arms: results.arms,
    };
  });
}
