import type { Ctx } from "#lib/services/context.ts";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { prepareStudy } from "#lib/services/studies/prepare-study.ts";
import type { TemplateId } from "#lib/study/template-id.ts";
import { addEveryClassArms } from "./every-class-arms.ts";
import { createFinishedRun } from "./finished-run.ts";

/** Arms of the finished run whose answers name the same class. */
const NAMING = [0, 2, 3];
const RULING_OUT = [1];

/** A study of any template in the field, of arms that it can compare. */
export async function createTemplateStudy(
  ctx: Ctx,
  templateId: TemplateId,
  { images = 11, ...wish }: { images?: number } & Record<string, unknown> = {},
): Promise<{ studyId: string; key: string; runId: string; armIds: string[] }> {
  const { runId, armIds } = await createFinishedRun(ctx, images, {
    predicted: templateId === "forward-simulation",
  });
  const chosen =
    templateId === "hive-distinction"
      ? await addEveryClassArms(ctx, runId)
      : (templateId === "why-not-rating" ? RULING_OUT : NAMING).map((at) => armIds[at]);
  const { id, key } = await createStudy(ctx, {
    runId,
    name: `A ${templateId} study`,
    templateId,
    armIds: chosen,
    openWhenReady: true,
    ...wish,
  });
  await prepareStudy(ctx, id, { progress: () => undefined, signal: new AbortController().signal });
  return { studyId: id, key, runId, armIds: chosen };
}
