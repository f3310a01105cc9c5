import { createHash } from "node:crypto";
import { AppError } from "#lib/errors.ts";
import { StudyDesign } from "#lib/study/design.ts";
import type { RehearsedTask } from "#lib/study/rehearsal/behaviour.ts";
import type { BehaviourId } from "#lib/study/rehearsal/behaviours/registry.ts";
import { drawBehaviours, type MixtureName, parseMixture } from "#lib/study/rehearsal/mixture.ts";
import { planSession } from "#lib/study/rehearsal/plan-session.ts";
import { responseOf } from "#lib/study/response-of.ts";
import type { SimulatedPanel } from "#lib/study/template.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import { createRandom } from "#lib/tensor/random.ts";
import type { Ctx } from "../context.ts";
import { completeSession } from "../participation/complete-session.ts";
import { joinStudy } from "../participation/join-study.ts";
import { takeQuiz } from "../participation/quiz/take-quiz.ts";
import { questionsOf } from "../participation/quiz/view-quiz.ts";
import { saveAnswer } from "../participation/save-answer.ts";
import { hashToken } from "../participation/token.ts";
import { measurePanels } from "./rehearsal/measure-panels.ts";

export interface SimulationOptions {
  /** Names this batch: the same batch again adds nobody. */
  readonly batch: string;
  readonly count: number;
  /** How they behave; all careful unless given. */
  readonly mixture?: MixtureName;
  readonly progress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

/**
 * Lets simulated raters join, answer and finish or leave, through the verbs that people's devices use; there is no line
 * between that could be flaky. What they answer follows from the study's seed, their index, their behaviour and the
 * measured share of each highlight on the object.
 * @throws AppError `not_found`, `cancelled`
 */
export async function runSimulatedRaters(
  ctx: Ctx,
  studyId: string,
  options: SimulationOptions,
): Promise<void> {
  const { batch, count, mixture = "careful", progress, signal } = options;
  const study = await ctx.db.study.findFirst({ where: { id: studyId, workspaceId: ctx.workspaceId } });
  if (!study) throw new AppError("not_found", "There is no such study in this workspace.");
  const template = requireTemplate(study.templateId, study.templateVersion);
  const design = StudyDesign.parse(study.design);
  const quiz = questionsOf({ ...study, design });
  const task = { template, response: responseOf(template, design), quiz };
  const panels = await measurePanels(ctx, studyId);
  const behaviours = drawBehaviours(parseMixture(mixture), count, createRandom(batch));
  for (const [i, behaviour] of behaviours.entries()) {
    if (signal.aborted) throw new AppError("cancelled", "The simulation was cancelled.");
    progress(i, count);
    const clientKey = createHash("sha256").update(`${batch}/${i}`).digest("base64url");
    await takePart(ctx, { study, task, panels, clientKey, behaviour });
  }
  progress(count, count);
}

interface Visit {
  study: { key: string; seed: number };
  task: RehearsedTask;
  /** By stimulus. */
  panels: ReadonlyMap<string, SimulatedPanel>;
  clientKey: string;
  behaviour: BehaviourId;
}

async function takePart(ctx: Ctx, { study, task, panels, clientKey, behaviour }: Visit): Promise<void> {
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
  const shown = trials.map(({ stimuli, classes, asked }) => ({
    panels: stimuli.map((id) => panels.get(id)!),
    classes: classes.length,
    asked,
  }));
  const random = createRandom(seed).fork(`simulated/${index}`);
  const { answers, quiz } = planSession(task, behaviour, shown, random);
  for (const [at, tried] of quiz.entries()) {
    const { state } = await takeQuiz(ctx, { key, token, attempt: at + 1, answers: tried });
    if (state === "screened") return;
  }
  for (const [position, answer] of answers.entries()) {
    const trialId = trials[position].id;
    await saveAnswer(ctx, {
      key,
      token,
      trialId,
      idempotencyKey: createHash("sha256").update(`${clientKey}/${trialId}`).digest("base64url"),
      ...answer,
      answeredAt: ctx.clock().toISOString(),
    });
  }
  if (answers.length === trials.length) await completeSession(ctx, { key, token });
}
