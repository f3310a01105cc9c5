import type { z } from "zod";
import type { Ctx } from "#lib/services/context.ts";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { prepareStudy } from "#lib/services/studies/prepare-study.ts";
import type { WantedChecks } from "#lib/study/checks/resolve-checks.ts";
import type { ExclusionRules } from "#lib/study/exclusions/exclusion-rules.ts";
import type { LanguageTag } from "#lib/study/languages/languages.ts";
import type { Recruitment } from "#lib/study/recruitment/recruitment.ts";
import type { TemplateId } from "#lib/study/template-id.ts";
import { addEveryClassArms } from "./every-class-arms.ts";
import { createFinishedRun } from "./finished-run.ts";

/** A study in the field: its run's stimuli are really drawn, by the verb the worker uses. */
export async function createOpenStudy(
  ctx: Ctx,
  options: {
    images?: number;
    templateId?: TemplateId;
    quota?: number;
    trialsPerRater?: number;
    contact?: string;
    language?: LanguageTag;
    recruitment?: Recruitment;
    checks?: Partial<z.infer<typeof WantedChecks>>;
    exclusions?: ExclusionRules;
  } = {},
): Promise<{ studyId: string; key: string; runId: string }> {
  const { images = 11, ...wish } = options;
  const { runId } = await createFinishedRun(ctx, images, {
    predicted: wish.templateId === "forward-simulation",
  });
  if (wish.templateId === "hive-distinction") await addEveryClassArms(ctx, runId);
  const { id, key } = await createStudy(ctx, {
    runId,
    name: "Which map convinces?",
    openWhenReady: true,
    ...wish,
  });
  await prepareStudy(ctx, id, { progress: () => undefined, signal: new AbortController().signal });
  return { studyId: id, key, runId };
}
