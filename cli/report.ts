import { type Command, Option } from "commander";
import { keepHeapSmall } from "#lib/small-heap.ts";
import type { ReportCommand } from "./studies/write-report.ts";

/** `whynot report STUDY`: everything a study's results consist of, in a folder or an archive. */
export function registerReport(program: Command): void {
  program
    .command("report <study>")
    .description(
      "write a study's report pack (name or id): report, tables, figures, methods, references, analyses in R and Python, and their SHA-256",
    )
    .option("--out <folder>", "folder to write, new or empty")
    .option("--zip <file>", "archive to write; an older one is replaced when the new one is whole")
    .addOption(
      new Option("--raters <who>", "whose answers").choices(["people", "simulated"]).default("people"),
    )
    .option("--workspace <slug>", "workspace, when there are several")
    .action(async (name: string, options: ReportCommand) => {
      keepHeapSmall();
      const { runReport } = await import("./studies/write-report.ts");
      await runReport(name, options);
    });
}
