import { requireCan } from "#lib/auth/can.ts";
import { AppError } from "#lib/errors.ts";
import type { ReportArm } from "#lib/study/compute-report.ts";
import { StudyDesign } from "#lib/study/design.ts";
import type { ExclusionRules } from "#lib/study/exclusions/exclusion-rules.ts";
import { PLAIN_ARM } from "#lib/study/plain-arm.ts";
import type { RehearsedTask } from "#lib/study/rehearsal/behaviour.ts";
import { responseOf } from "#lib/study/response-of.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import type { Ctx } from "../../context.ts";
import { openTrialPlan, type PlannedTrial } from "../../participation/plan-trials.ts";
import { questionsOf } from "../../participation/quiz/view-quiz.ts";
import { loadArms } from "../load-material.ts";
import { type MeasuredPanel, measurePanels } from "./measure-panels.ts";

/** All that a rehearsal has to know of its study, and that no participant's device is ever told. */
export interface RehearsalMaterial {
  readonly study: {
    readonly id: string;
    readonly name: string;
    readonly seed: number;
    readonly quota: number | null;
    readonly trialsPerRater: number;
  };
  readonly task: RehearsedTask;
  readonly exclusions: ExclusionRules;
  readonly arms: readonly ReportArm[];
  /** By stimulus. */
  readonly panels: ReadonlyMap<string, MeasuredPanel>;
  /** The sequence of the participant with this index. */
  readonly planTrials: (index: number) => readonly PlannedTrial[];
}

/** @throws AppError `not_found`, `conflict` while the stimuli are not ready */
export async function loadRehearsal(ctx: Ctx, studyId: string): Promise<RehearsalMaterial> {
  requireCan(ctx, "study:manage");
  const study = await ctx.db.study.findFirst({ where: { id: studyId, workspaceId: ctx.workspaceId } });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  const design = StudyDesign.parse(study.design);
  if (design.stimulusBytes === null)
    throw new AppError(
      "conflict",
      "The pictures of this study are still being drawn: try again when they are ready.",
    );
  const { id, name, seed } = study;
  const template = requireTemplate(study.templateId, study.templateVersion);
  const arms = await loadArms(ctx.db, study);
  return {
    study: { id, name, seed, quota: design.quota, trialsPerRater: design.trialsPerRater },
    task: { template, response: responseOf(template, design), quiz: questionsOf({ ...study, design }) },
    exclusions: design.exclusions,
    arms: arms.map(({ armId, plain, label, explainerId, statement }) => ({
      armId,
      ...(plain ? PLAIN_ARM : { label, explainerId }),
      statement,
    })),
    panels: await measurePanels(ctx, studyId),
    planTrials: await openTrialPlan(ctx.db, study),
  };
}
