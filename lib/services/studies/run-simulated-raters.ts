import { createHash } from "node:crypto";
import { AppError } from "#lib/errors.ts";
import { drawRater, simulateResponseTimeMs } from "#lib/study/simulated-rater.ts";
import { StimulusWording } from "#lib/study/stimulus-wording.ts";
import type { StudyTemplate } from "#lib/study/template.ts";
import { requireTemplate } from "#lib/study/templates.ts";
import { createRandom } from "#lib/tensor/random.ts";
import type { Ctx } from "../context.ts";
import { readFloat32 } from "../explanations/read-float32.ts";
import { completeSession } from "../participation/complete-session.ts";
import { joinStudy } from "../participation/join-study.ts";
import { saveAnswer } from "../participation/save-answer.ts";
import { hashToken } from "../participation/token.ts";
import { loadItems } from "./load-material.ts";
import { objectShare } from "./object-share.ts";

/** Side at which a map's share on the object is measured: a map is much coarser than this. */
const MEASURE_SIDE = 96;

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
  const shares = await measureShares(ctx, studyId);
  for (let i = 0; i < count; i++) {
    if (signal.aborted) throw new AppError("cancelled", "The simulation was cancelled.");
    progress(i, count);
    const clientKey = createHash("sha256").update(`${batch}/${i}`).digest("base64url");
    await takePart(ctx, { study, template, shares, clientKey });
  }
  progress(count, count);
}

interface Visit {
  study: { key: string; seed: number };
  template: StudyTemplate;
  shares: ReadonlyMap<string, number>;
  clientKey: string;
}

async function takePart(ctx: Ctx, { study, template, shares, clientKey }: Visit): Promise<void> {
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
    const value = template.simulate(rater, shares.get(trial.stimulus) ?? 0, draw);
    await saveAnswer(ctx, {
      key,
      token,
      trialId: trial.id,
      idempotencyKey: createHash("sha256").update(`${clientKey}/${trial.id}`).digest("base64url"),
      value,
      responseTimeMs: simulateResponseTimeMs(draw),
      answeredAt: ctx.clock().toISOString(),
    });
  }
  await completeSession(ctx, { key, token });
}

/** Share of the highlight on the object by stimulus; a map that highlights nothing counts as 0. */
async function measureShares(ctx: Ctx, studyId: string): Promise<Map<string, number>> {
  const study = await ctx.db.study.findUniqueOrThrow({ where: { id: studyId } });
  const items = new Map((await loadItems(ctx.db, study)).map((item) => [item.itemId, item]));
  const stimuli = await ctx.db.stimulus.findMany({
    where: { studyId },
    select: { id: true, itemId: true, wording: true },
  });
  const shares = new Map<string, number>();
  for (const { id, itemId, wording } of stimuli) {
    const { mapId } = StimulusWording.parse(wording);
    const { data, height, width } = await ctx.db.saliencyMap.findUniqueOrThrow({ where: { id: mapId } });
    const map = { data: readFloat32(data), height, width };
    shares.set(id, objectShare(map, items.get(itemId)!, MEASURE_SIDE) ?? 0);
  }
  return shares;
}
