import { resolve } from "node:path";
import { AppError } from "#lib/errors.ts";
import type { Raters } from "#lib/services/reports/export-answers.ts";
import { exportPack } from "#lib/services/reports/packs/export-pack.ts";
import { withCliContext } from "../open-cli-context.ts";
import { writeArchive, writeFolder } from "../write-files.ts";
import { findStudyId } from "./find-study.ts";

export interface ReportCommand {
  out?: string;
  zip?: string;
  raters: Raters;
  workspace?: string;
}

/** Writes the pack as a folder or an archive, and prints the anchor to keep beside it. */
export async function runReport(name: string, { out, zip, raters, workspace }: ReportCommand): Promise<void> {
  const place = out ?? zip;
  if (place === undefined || (out !== undefined && zip !== undefined))
    throw new AppError("invalid", "Say where to write the report pack: give either --out or --zip.");
  const { anchor } = await withCliContext(workspace, async (ctx) =>
    exportPack(ctx, { studyId: await findStudyId(ctx, name), raters }, {}, (files) =>
      out === undefined ? writeArchive(resolve(place), files) : writeFolder(resolve(place), files),
    ),
  );
  const kept = anchor ? `anchor ${anchor}` : "begun before the event log: there is no anchor";
  process.stdout.write(`wrote ${place}\n${kept}\n`);
}
