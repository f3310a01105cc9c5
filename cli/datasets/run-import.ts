import { SingleBar } from "cli-progress";
import { printable } from "#lib/formats/encodings/printable.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import type { ImportReport } from "#lib/services/datasets/import-report.ts";
import { withCliContext } from "../open-cli-context.ts";
import { openGivenSource } from "./open-given-source.ts";
import { problemLines } from "./problem-lines.ts";

export interface ImportCommand {
  name: string;
  workspace?: string;
  format?: string;
  urls?: boolean;
  dryRun?: boolean;
  newClasses?: boolean;
  json?: boolean;
}

/** Imports what is given as the owner of this machine. Exit status 2 when something was refused. */
export async function runImport(given: string, options: ImportCommand): Promise<void> {
  const { source, format = options.format, close } = await openGivenSource(given, options);
  const bar = new SingleBar({
    format: "{bar} {value}/{total} pictures, {eta_formatted} left",
    noTTYOutput: false,
  });
  const onProgress = (done: number, total: number) => {
    bar.setTotal(total);
    bar.update(done);
  };
  try {
    const { name, workspace, dryRun, newClasses } = options;
    const report = await withCliContext(workspace, (ctx) => {
      bar.start(0, 0);
      return importFolder(ctx, { name, source, format, dryRun, newClasses }, { onProgress });
    });
    bar.stop();
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : describeReport(report));
    if (report.refusedCount > 0) process.exitCode = 2;
  } finally {
    bar.stop();
    await close();
  }
}

function describeReport({ dryRun, format, found, added, unchanged, ...report }: ImportReport): string {
  const will = dryRun ? "would be added" : "added";
  const { contents } = report;
  const counts = [
    `${contents.classCount} classes`,
    ...contents.splits.map(({ name, images }) => `${images} in split ${name}`),
    ...contents.kinds.map(({ kind, regions }) => `${regions} ${kind} regions`),
  ];
  const lines = [
    `${found} found: ${added} ${will}, ${unchanged} there already, ${report.refusedCount} refused.`,
    `Read as ${format}: ${counts.join(", ")}.`,
  ];
  return `${[
    ...lines.map(printable),
    ...problemLines("refused", report.refused, { count: report.refusedCount }),
    ...problemLines("note", report.warnings, { count: report.warningCount }),
  ].join("\n")}\n`;
}
