import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { csvLine } from "#lib/study/csv.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import type { Ctx } from "../context.ts";

/** What each column of the exported answers means, as CSV. @throws AppError `not_found` */
export async function exportCodebook(ctx: Ctx, studyId: string): Promise<string> {
  requireCan(ctx, "report:export");
  const study = await ctx.db.study.findFirst({
    where: { id: studyId, workspaceId: ctx.workspaceId },
    select: { templateId: true, templateVersion: true },
  });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  const { columns } = requireTemplate(study.templateId, study.templateVersion);
  const rows = columns.map(({ name, meaning, unit, values }) =>
    csvLine([name, meaning, unit ?? null, values ?? null]),
  );
  return csvLine(["column", "meaning", "unit", "values"]) + rows.join("");
}
