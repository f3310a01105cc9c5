import { createHash } from "node:crypto";
import type { OutboxEntry } from "#components/rating/outbox.ts";
import { AppError } from "#lib/errors.ts";
import type { JoinReply, TrialView } from "#lib/study/participant-protocol.ts";
import type { RehearsedTask } from "#lib/study/rehearsal/behaviour.ts";
import type { BehaviourId } from "#lib/study/rehearsal/behaviours/registry.ts";
import { planSession, type RehearsedAnswer } from "#lib/study/rehearsal/plan-session.ts";
import type { SimulatedPanel } from "#lib/study/template.ts";
import type { Random } from "#lib/tensor/random.ts";
import { deliverAnswers } from "./deliver-answers.ts";
import { type Faults, flakyLine, type Line, steadyLine } from "./line.ts";
import { openParticipantSite, type ParticipantSite } from "./participant-site.ts";

/** Who takes part, and with what. */
export interface Rater {
  readonly behaviour: BehaviourId;
  /** Of their device: with it they find their place again. */
  readonly clientKey: string;
  readonly random: Random;
}

/** Where. */
export interface Visit {
  readonly url: string;
  readonly key: string;
  readonly consentVersion: string;
  /** The rehearsal's token. */
  readonly rehearsal: string;
  readonly task: RehearsedTask;
  /** By stimulus. */
  readonly panels: ReadonlyMap<string, SimulatedPanel>;
  readonly signal: AbortSignal;
}

/** A rater who has joined. */
export interface Seat {
  readonly rater: Rater;
  readonly site: ParticipantSite;
  readonly line: Line;
  readonly join: () => Promise<JoinReply>;
  readonly session: JoinReply;
}

/** A trial with what the rater answers to it. */
export interface AnsweredTrial {
  readonly trial: TrialView;
  readonly answer: RehearsedAnswer;
}

/** What a rater did. */
export interface SessionRecord {
  readonly behaviour: BehaviourId;
  readonly token: string;
  /** In order; fewer than there are trials for whoever left, none for whoever did not pass the quiz. */
  readonly answers: readonly AnsweredTrial[];
  /** Trials whose answer the site said it has. */
  readonly accepted: ReadonlySet<string>;
  /** Why the site will never take some answer. */
  readonly refused: readonly string[];
  readonly completed: boolean;
  readonly restarts: number;
  readonly faults: Faults;
}

/** On a flaky line the device is restarted after one answer in so many. */
const ANSWERS_A_RESTART = 7;

/** Takes a rater's place in the study, or finds it again. */
export async function takeSeat(rater: Rater, visit: Visit): Promise<Seat> {
  const { url, key, consentVersion, rehearsal, task } = visit;
  const isFlaky = planSession(task, rater.behaviour, [], rater.random).line === "flaky";
  const line = isFlaky ? flakyLine(rater.random.fork("line")) : steadyLine();
  const site = openParticipantSite({ url, key, send: line.send });
  const join = () => site.join({ clientKey: rater.clientKey, consentVersion, rehearsal });
  return { rater, site, line, join, session: await join() };
}

/**
 * Goes through the trials as a device does: shows the instruction's and each trial's pictures, keeps every answer and
 * sends it until the site has it, and asks for the completion code. Answers that the site has already are not given
 * again, so a rehearsal that was broken off goes on where it was.
 * @throws AppError `unavailable` when the site is gone, `cancelled`
 */
export async function takePart(
  { rater, site, line, join, session }: Seat,
  visit: Visit,
): Promise<SessionRecord> {
  const { task, panels, signal } = visit;
  const { token, trials, examples } = session;
  const planned = planSession(
    task,
    rater.behaviour,
    trials.map(({ stimuli, classes, asked }) => ({
      panels: stimuli.map((id) => panels.get(id)!),
      classes: classes.length,
      asked,
    })),
    rater.random,
  );
  for (const { stimulus } of examples) await site.readStimulus(token, stimulus);
  const isAdmitted = await passQuiz(site, session, planned.quiz);
  const answers = isAdmitted ? planned.answers.map((answer, i) => ({ trial: trials[i], answer })) : [];
  const memory = new Map<string, OutboxEntry>();
  const accepted = new Set(trials.filter(({ value }) => value !== null).map(({ id }) => id));
  const refused: string[] = [];
  const restart = rater.random.fork("restarts");
  let restarts = 0;

  const send = async (entry: OutboxEntry) => {
    const delivery = await site.sendAnswer(token, entry);
    if (delivery.kind === "refused") refused.push(delivery.message);
    if (delivery.kind === "stored") accepted.add(entry.trialId);
    return delivery;
  };
  let device = deliverAnswers(memory, send);
  for (const { trial, answer } of answers) {
    if (signal.aborted)
      throw new AppError("cancelled", "The rehearsal was broken off: the same command goes on with it.");
    if (trial.value !== null) continue;
    for (const id of trial.stimuli) await site.readStimulus(token, id);
    await device.outbox.add({
      ...answer,
      trialId: trial.id,
      idempotencyKey: nameAnswer(rater, trial),
      answeredAt: new Date().toISOString(),
    });
    if (planned.line === "steady" || restart.integer(ANSWERS_A_RESTART) > 0) continue;
    device.die();
    restarts++;
    await join();
    device = deliverAnswers(memory, send);
  }
  await device.settled();
  const stays = answers.length === trials.length && refused.length === 0;
  if (stays) await site.complete(token);
  await line.end();
  return {
    behaviour: rater.behaviour,
    token,
    answers,
    accepted,
    refused,
    completed: stays,
    restarts,
    faults: line.faults,
  };
}

/** Takes the tries that are left of those planned. @returns whether the rater may go on */
async function passQuiz(
  site: ParticipantSite,
  { token, state, quiz }: JoinReply,
  planned: readonly (readonly number[])[],
): Promise<boolean> {
  let stands = { state, quiz };
  for (const [at, answers] of planned.entries())
    if (stands.quiz?.nextAttempt === at + 1) stands = await site.takeQuiz(token, at + 1, answers);
  return stands.state !== "screened";
}

/** The same for a rehearsal that goes on: to send an answer again is then the same request. */
function nameAnswer({ clientKey }: Rater, { id }: TrialView): string {
  return createHash("sha256").update(`${clientKey}/${id}`).digest("base64url");
}
