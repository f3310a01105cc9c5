import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "#lib/services/context.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { parseMixture } from "#lib/study/rehearsal/mixture.ts";
import { openDemoWorkspace } from "#prisma/seed/demo.ts";
import { openMission } from "#prisma/seed/mission.ts";
import { withSystemContext } from "../open-cli-context.ts";
import { PROJECT_FOLDER } from "../processes/child.ts";
import { onceSignalled } from "../processes/once-signalled.ts";
import { withRunningSite } from "../processes/with-running-site.ts";
import { rehearse, type SimulateCommand } from "./simulate-study.ts";

export type RehearseMissionCommand = Pick<SimulateCommand, "raters" | "mix" | "json">;

const POLL_MS = 2000;
const say = (line: string) => void process.stderr.write(`${line}\n`);

/**
 * Makes the mission's study from the demo's models and pictures, in the demo's workspace, and rehearses it. Whatever an
 * earlier call has done is found, so that one that was stopped goes on.
 */
export async function runRehearseMission(options: RehearseMissionCommand): Promise<void> {
  parseMixture(options.mix);
  const signal = onceSignalled();
  await withRunningSite({ signal, say }, (url) =>
    withSystemContext(async ({ db, storage, log }) => {
      const folder = path.join(PROJECT_FOLDER, "demo");
      const { ctx, email, password } = await openDemoWorkspace({ db, storage, log, folder });
      if (password) say(`An account was made: ${email}, password ${password}`);
      const { runId, studyId } = await openMission(ctx, { folder, signal, progress: sayTenths() });
      await waitForMaps(ctx, runId, signal);
      await waitForStimuli(ctx, studyId, signal);
      await rehearse(ctx, studyId, url, { ...options, effect: [] }, signal);
      say(`To look at it: bin/whynot up, then sign in as ${email}.`);
    }),
  );
}

/** Says every tenth of the way. */
function sayTenths() {
  let said = -1;
  return async (done: number, total: number, what: string) => {
    const tenth = Math.floor((10 * done) / Math.max(1, total));
    if (tenth !== said) say(`${what}: ${done} of ${total}`);
    said = tenth;
  };
}

async function waitForMaps({ db }: Ctx, runId: string, signal: AbortSignal): Promise<void> {
  const progress = sayTenths();
  for (;;) {
    if (signal.aborted) throw stopped();
    const { state, mapsDone, mapCount } = await db.run.findUniqueOrThrow({ where: { id: runId } });
    await progress(mapsDone, mapCount, "computing explanations");
    if (state === "succeeded") return;
    if (state === "failed" || state === "cancelled")
      throw new AppError(
        "conflict",
        `The run is ${state}: retry it on its page, /explanations/${runId}, then rehearse again.`,
      );
    await sleep(POLL_MS);
  }
}

async function waitForStimuli({ db }: Ctx, studyId: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    if (signal.aborted) throw stopped();
    const { design } = await db.study.findUniqueOrThrow({ where: { id: studyId } });
    if (StudyDesign.parse(design).stimulusBytes !== null) return;
    const failed = await db.job.findFirst({
      where: { kind: "study.prepare", state: "failed", payload: { path: ["studyId"], equals: studyId } },
    });
    if (failed) throw new AppError("conflict", `The pictures could not be drawn: ${failed.error}`);
    await sleep(POLL_MS);
  }
}

const stopped = () => new AppError("cancelled", "Stopped: the same command goes on from here.");
