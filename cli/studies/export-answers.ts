import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { exportAnswers, type Raters } from "#lib/services/reports/export-answers.ts";
import { formatAnchor } from "#lib/services/studies/event-hash.ts";
import { withCliContext } from "../open-cli-context.ts";
import { findStudyId } from "./find-study.ts";

export interface ExportAnswersCommand {
  out: string;
  raters: Raters;
  workspace?: string;
}

/** Writes the answers, in full or not at all, and prints the anchor to keep beside them. */
export async function runExportAnswers(
  name: string,
  { out, raters, workspace }: ExportAnswersCommand,
): Promise<void> {
  const file = resolve(out);
  const part = `${file}.${process.pid}.part`;
  const anchor = await withCliContext(workspace, async (ctx) => {
    const answers = await exportAnswers(ctx, { studyId: await findStudyId(ctx, name), raters });
    try {
      await pipeline(Readable.from(answers.chunks), createWriteStream(part));
      await rename(part, file);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    return answers.anchor;
  });
  const kept = anchor ? `anchor ${formatAnchor(anchor)}` : "begun before the event log: there is no anchor";
  process.stdout.write(`wrote ${out}\n${kept}\n`);
}
