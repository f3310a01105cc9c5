import { type Command, InvalidArgumentError, Option } from "commander";
import type { ExportAnswersCommand } from "./studies/export-answers.ts";
import type { ListCommand } from "./studies/list-studies.ts";
import type { RehearseMissionCommand } from "./studies/rehearse-mission.ts";
import type { SimulateCommand } from "./studies/simulate-study.ts";
import type { VerifyCommand } from "./studies/verify-study.ts";

function parseRaters(text: string): number {
  const raters = Number(text);
  if (!Number.isInteger(raters) || raters < 1 || raters > 500)
    throw new InvalidArgumentError("give a number of raters, 1 to 500.");
  return raters;
}

function parseSeed(text: string): number {
  const seed = Number(text);
  if (!Number.isInteger(seed) || seed < 0 || seed > 0x7fff_ffff)
    throw new InvalidArgumentError("give a whole number, 0 or above.");
  return seed;
}

const WORKSPACE = ["--workspace <slug>", "workspace, when there are several"] as const;

/** `whynot study ...`: studies without the browser: what is on record of them, and rehearsing them. */
export function registerStudy(program: Command): void {
  const study = program.command("study").description("what is on record of studies, and rehearsing them");
  study
    .command("list")
    .description("the studies of a workspace, newest first")
    .option(...WORKSPACE)
    .option("--json", "print them as JSON")
    .action(async (options: ListCommand) => {
      const { runList } = await import("./studies/list-studies.ts");
      await runList(options);
    });
  study
    .command("verify <study>")
    .description(
      "check a study (name or id) against its event log, recompute everybody's trials from the seed, and end with status 1 where something differs",
    )
    .option("--anchor <anchor>", "an anchor that came with an export: it must be in the log")
    .option(...WORKSPACE)
    .option("--json", "print what was found as JSON")
    .action(async (name: string, options: VerifyCommand) => {
      const { runVerify } = await import("./studies/verify-study.ts");
      await runVerify(name, options);
    });
  study
    .command("export <study>")
    .description("write the answers of a study (name or id) as the site's CSV, and print the log's anchor")
    .requiredOption("--out <file>", "file to write; an older one is replaced when the new one is whole")
    .addOption(
      new Option("--raters <who>", "whose answers").choices(["people", "simulated"]).default("people"),
    )
    .option(...WORKSPACE)
    .action(async (name: string, options: ExportAnswersCommand) => {
      const { runExportAnswers } = await import("./studies/export-answers.ts");
      await runExportAnswers(name, options);
    });
  study
    .command("simulate <study>")
    .description(
      "rehearse a study (name or id): simulated raters take part by HTTP, and what its analysis recovers is compared with what they were given; status 1 where an answer was lost or duplicated",
    )
    .option("--raters <n>", "how many, 1 to 500", parseRaters, 40)
    .option(
      "--mix <mixture>",
      "careful, crowd, careless, or shares such as careful=0.7,random-clicker=0.3",
      "crowd",
    )
    .option(
      "--effect <arm=value>",
      "plausibility of an arm's maps in [0, 1] instead of the measured one; may be repeated",
      (effect: string, before: string[]) => [...before, effect],
      [] as string[],
    )
    .option("--seed <n>", "of the raters; the study's own unless given", parseSeed)
    .option(
      "--url <address>",
      "site to send them to; unless given, the one that runs on this machine, or one started for it",
    )
    .option(...WORKSPACE)
    .option("--json", "print what came of it as JSON")
    .action(async (name: string, options: SimulateCommand) => {
      const { runSimulate } = await import("./studies/simulate-study.ts");
      await runSimulate(name, options);
    });
  study
    .command("rehearse-mission")
    .description(
      "make a study of SCOUTER+, SCOUTER−, SS-CAM, IBA and controls from the demo's models and pictures, and rehearse it: from nothing to results; the same command goes on with what was stopped",
    )
    .option("--raters <n>", "how many, 1 to 500", parseRaters, 40)
    .option("--mix <mixture>", "as for simulate", "crowd")
    .option("--json", "print what came of it as JSON")
    .action(async (options: RehearseMissionCommand) => {
      const { runRehearseMission } = await import("./studies/rehearse-mission.ts");
      await runRehearseMission(options);
    });
}
