import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import { StudyDesign } from "#lib/study/design.ts";
import type { TemplateId } from "#lib/study/template-id.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import type { Ctx } from "../context.ts";

/** What the form of a new version begins with: the study that it follows. */
export interface StudyDefaults {
  readonly predecessor: { readonly id: string; readonly name: string };
  readonly name: string;
  readonly runId: string;
  readonly templateId: TemplateId;
  /** Of the run; the arm without a map is `control`. */
  readonly armIds: readonly string[];
  readonly referenceArmId: string | null;
  readonly control: boolean;
  readonly practice: number;
  readonly seed: number;
  readonly design: StudyDesign;
}

/**
 * A study's plan, to begin a new version with. Where people come from is not in it: codes and tokens belong to one study each.
 * @throws AppError `not_found`
 */
export async function getStudyDefaults(ctx: Ctx, studyId: string): Promise<StudyDefaults> {
  requireCan(ctx, "study:manage");
  const study = await ctx.db.study.findFirst({
    where: { id: studyId, workspaceId: ctx.workspaceId },
    include: {
      arms: { orderBy: { position: "asc" } },
      items: { where: { practice: true }, select: { id: true } },
    },
  });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  const design = StudyDesign.parse(study.design);
  const template = requireTemplate(study.templateId, study.templateVersion);
  const { arms } = study;
  return {
    predecessor: { id: study.id, name: study.name },
    name: nextName(study.name),
    runId: study.runId,
    templateId: template.id,
    armIds: arms.filter(({ plain }) => !plain).map(({ runArmId }) => runArmId),
    referenceArmId: design.referenceArm === null ? null : arms[design.referenceArm].runArmId,
    control: template.control && arms.some(({ plain }) => plain),
    practice: study.items.length,
    seed: study.seed,
    design,
  };
}

/** "Which convinces?" becomes "Which convinces? (version 2)", and that "(version 3)". */
export function nextName(name: string): string {
  const [, base, version] = /^(.*?)(?: \(version (\d+)\))?$/s.exec(name)!;
  return `${base.slice(0, 105)} (version ${Number(version ?? 1) + 1})`;
}
