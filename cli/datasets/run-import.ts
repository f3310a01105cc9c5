import { SingleBar } from "cli-progress";
import { readConfig } from "#lib/config.ts";
import type { Db } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import type { Problem } from "#lib/formats/dataset/dataset-record.ts";
import { printable } from "#lib/formats/encodings/printable.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import type { ImportReport } from "#lib/services/datasets/import-report.ts";
import { closeServices, openContext, openServices } from "#lib/services/open-context.ts";
import { openGivenSource } from "./open-given-source.ts";

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
  const config = readConfig();
  const { source, format = options.format, close } = await openGivenSource(given, options, config);
  const bar = new SingleBar({
    format: "{bar} {value}/{total} pictures, {eta_formatted} left",
    noTTYOutput: false,
  });
  try {
    const { db } = await openServices(config);
    const workspaceId = await findWorkspace(db, options.workspace);
    const ctx = await openContext(config, { actor: { kind: "system" }, workspaceId });
    bar.start(0, 0);
    const onProgress = (done: number, total: number) => {
      bar.setTotal(total);
      bar.update(done);
    };
    const { name, dryRun, newClasses } = options;
    const report = await importFolder(ctx, { name, source, format, dryRun, newClasses }, { onProgress });
    bar.stop();
    process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : describeReport(report));
    if (report.refusedCount > 0) process.exitCode = 2;
  } finally {
    bar.stop();
    close();
    await closeServices();
  }
}

async function findWorkspace(db: Db, slug: string | undefined): Promise<string> {
  const workspaces = await db.workspace.findMany({
    orderBy: { id: "asc" },
    select: { id: true, slug: true },
  });
  const wanted = slug === undefined ? workspaces : workspaces.filter((workspace) => workspace.slug === slug);
  if (wanted.length === 1) return wanted[0].id;
  const known = workspaces.map((workspace) => workspace.slug).join(", ");
  if (known === "") throw new AppError("not_found", "There is no workspace yet: start the site once.");
  const fault = slug === undefined ? "There are several workspaces" : `There is no workspace "${slug}"`;
  throw new AppError("invalid", `${fault}: give --workspace with one of ${known}.`);
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
  lines.push(...list("refused", report.refused, report.refusedCount));
  lines.push(...list("note", report.warnings, report.warningCount));
  return `${lines.map(printable).join("\n")}\n`;
}

function list(word: string, problems: readonly Problem[], count: number): string[] {
  const lines = problems.map(({ file, line, message }) => {
    const place = [file, line === null ? null : `line ${line}`].filter((part) => part !== null).join(", ");
    return `  ${word}: ${place === "" ? "" : `${place}: `}${message}`;
  });
  const more = count - problems.length;
  return more > 0 ? [...lines, `  and ${more} more`] : lines;
}
