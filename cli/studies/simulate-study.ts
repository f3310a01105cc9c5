import { readConfig } from "#lib/config.ts";
import { AppError } from "#lib/errors.ts";
import type { Ctx } from "#lib/services/context.ts";
import { parseMixture } from "#lib/study/rehearsal/mixture.ts";
import { withCliContext } from "../open-cli-context.ts";
import { onceSignalled } from "../processes/once-signalled.ts";
import { withRunningSite } from "../processes/with-running-site.ts";
import { findStudyId } from "./find-study.ts";
import { describeRehearsal } from "./rehearsal/describe-rehearsal.ts";
import { isLoopback, readSiteUrl } from "./rehearsal/rehearsal-site.ts";
import { runRehearsal } from "./rehearsal/run-rehearsal.ts";

export interface SimulateCommand {
  raters: number;
  mix: string;
  effect: string[];
  seed?: number;
  url?: string;
  workspace?: string;
  json?: boolean;
}

/** Progress goes where JSON does not. */
const say = (line: string) => void process.stderr.write(`${line}\n`);

/** Rehearses a study; status 1 where an answer was lost or is there twice. */
export async function runSimulate(name: string, options: SimulateCommand): Promise<void> {
  // A mistake in them is told before anything is started.
  parseMixture(options.mix);
  const signal = onceSignalled();
  const work = (url: string) =>
    withCliContext(options.workspace, async (ctx) =>
      rehearse(ctx, await findStudyId(ctx, name), url, options, signal),
    );
  if (options.url !== undefined) return work(readSiteUrl(options.url));
  return withRunningSite({ signal, say }, work);
}

/** Sends the raters, prints what came of it, and sets the status. */
export async function rehearse(
  ctx: Ctx,
  studyId: string,
  url: string,
  { raters, mix, effect, seed, json, ...given }: SimulateCommand,
  signal: AbortSignal,
): Promise<void> {
  if (given.url === undefined && !isLoopback(url))
    throw new AppError(
      "invalid",
      `The site that runs is ${url}, not on this machine alone: give --url ${url} to rehearse there.`,
    );
  const began = performance.now();
  const rehearsal = await runRehearsal(ctx, {
    studyId,
    url,
    raters,
    mixture: parseMixture(mix),
    effects: effect,
    seed,
    secret: readConfig().secret(),
    signal,
    progress: (done, answers) => say(`${done} of ${raters} raters, ${answers} answers`),
  });
  say(`${((performance.now() - began) / 1000).toFixed(1)} s`);
  process.stdout.write(`${json ? JSON.stringify(rehearsal) : describeRehearsal(rehearsal)}\n`);
  const { lost, duplicated } = rehearsal.delivery;
  if (lost + duplicated > 0) process.exitCode = 1;
}
