import { createHash } from "node:crypto";
import { AppError } from "#lib/errors.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { responseOf } from "#lib/study/response-of.ts";
import { drawRater, simulateResponseTimeMs } from "#lib/study/simulated-rater.ts";
import { StimulusWording } from "#lib/study/stimulus-wording.ts";
import type { ResponseSpec, SimulatedPanel, StudyTemplate } from "#lib/study/template.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { createRandom } from "#lib/tensor/random.ts";
import type { Ctx } from "../context.ts";
import { readFloat32 } from "../explanations/read-float32.ts";
import { completeSession } from "../participation/complete-session.ts";
import { joinStudy } from "../participation/join-study.ts";
import { saveAnswer } from "../participation/save-answer.ts";
import { hashToken } from "../participation/token.ts";
import { loadArms, loadItems } from "./load-material.ts";
import { objectPlace } from "./object-place.ts";
import { objectShare } from "./object-share.ts";

/** Side at which a map's share on the object is measured: a map is much coarser than this. */
const MEASURE_SIDE = 96;

/** A picture without a highlight neither convinces nor puts off. */
const NO_HIGHLIGHT = 0.5;

export interface SimulationOptions {
  /** Names this batch: the same batch again adds nobody. */
  readonly batch: string;
  readonly count: number;
  readonly progress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Lets simulated raters join, answer every trial and finish, through the verbs that people's devices use. What they
 * answer follows from the study's seed, their index and the measured share of each highlight on the object.
 * @throws AppError `not_found`, `cancelled`
 */
export async function runSimulatedRaters(
  ctx: Ctx,
  studyId: string,
  options: SimulationOptions,
): Promise<void> {
  const { batch, count, progress, signal } = options;
  const study = await ctx.db.study.findFirst({ where: { id: studyId, workspaceId: ctx.workspaceId } });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  const template = requireTemplate(study.templateId, study.templateVersion);
  const response = responseOf(template, StudyDesign.parse(study.design));
  const panels = await measurePanels(ctx, studyId);
  for (let i = 0; i < count; i++) {
    if (signal.aborted) throw new AppError("cancelled", "The simulation was cancelled.");
    progress(i, count);
    const clientKey = createHash("sha256").update(`${batch}/${i}`).digest("base64url");
    await takePart(ctx, { study, template, response, panels, clientKey });
  }
  progress(count, count);
}

interface Visit {
  study: { key: string; seed: number };
  template: StudyTemplate;
  response: ResponseSpec;
  /** By stimulus. */
  panels: ReadonlyMap<string, SimulatedPanel>;
  clientKey: string;
}

async function takePart(ctx: Ctx, { study, template, response, panels, clientKey }: Visit): Promise<void> {
  const { key, seed } = study;
  const { token, trials } = await joinStudy(
    ctx,
    { key, clientKey, consentVersion: "simulated" },
    { simulated: true },
  );
  const { index } = await ctx.db.participant.findUniqueOrThrow({
    where: { tokenHash: hashToken(token) },
    select: { index: true },
  });
  const random = createRandom(seed).fork(`simulated/${index}`);
  const rater = drawRater(random.fork("rater"));
  for (const [position, trial] of trials.entries()) {
    const draw = random.fork(position);
    const shown = trial.stimuli.map((id) => panels.get(id)!);
    const { value, detail } = template.simulate(rater, shown, draw, response);
    await saveAnswer(ctx, {
      key,
      token,
      trialId: trial.id,
      idempotencyKey: createHash("sha256").update(`${clientKey}/${trial.id}`).digest("base64url"),
      value,
      detail,
      responseTimeMs: simulateResponseTimeMs(draw),
      answeredAt: ctx.clock().toISOString(),
    });
  }
  await completeSession(ctx, { key, token });
}

/** What a simulated rater sees of each stimulus; a map that highlights nothing has a share of 0. */
async function measurePanels(ctx: Ctx, studyId: string): Promise<Map<string, SimulatedPanel>> {
  const study = await ctx.db.study.findUniqueOrThrow({ where: { id: studyId } });
  const items = new Map((await loadItems(ctx.db, study)).map((item) => [item.itemId, item]));
  const arms = new Map((await loadArms(ctx.db, study)).map((arm) => [arm.armId, arm]));
  const stimuli = await ctx.db.stimulus.findMany({ where: { studyId } });
  const panels = new Map<string, SimulatedPanel>();
  for (const { id, armId, itemId, wording } of stimuli) {
    const { mapId, statement } = StimulusWording.parse(wording);
    const { data, height, width, target } = await ctx.db.saliencyMap.findUniqueOrThrow({
      where: { id: mapId },
    });
    const item = items.get(itemId)!;
    const map = { data: readFloat32(data), height, width };
    const { plain, classNames } = arms.get(armId)!;
    const share = plain ? NO_HIGHLIGHT : (objectShare(map, item, MEASURE_SIDE) ?? 0);
    const isOfClass = item.className === null ? null : classNames[target] === item.className;
    const correct = isOfClass === null ? null : isOfClass === (statement === "for");
    panels.set(id, { armId, share, correct, object: objectPlace(item) });
  }
  return panels;
}
