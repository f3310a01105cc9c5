import { type Command, Option } from "commander";
import type { ExportAnswersCommand } from "./studies/export-answers.ts";
import type { ListCommand } from "./studies/list-studies.ts";
import type { VerifyCommand } from "./studies/verify-study.ts";

const WORKSPACE = ["--workspace <slug>", "workspace, when there are several"] as const;

/** `whynot study ...`: what is on record of studies, without the browser. */
export function registerStudy(program: Command): void {
  const study = program.command("study").description("what is on record of studies");
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
}
