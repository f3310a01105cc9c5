import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Tx } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import type { ExportFile } from "#lib/formats/writers/define-writer.ts";
import { CHECKS, hasChecks } from "#lib/study/pack/checks-table.ts";
import { packDocuments } from "#lib/study/pack/pack-documents.ts";
import type { PackSubject } from "#lib/study/pack/pack-subject.ts";
import { packFileName } from "#lib/study/pack/simulated-mark.ts";
import { EVENTS, ITEMS, PARTICIPANTS, type PackTable, ratingsTable, SCORES } from "#lib/study/pack/tables.ts";
import type { Ctx } from "../../context.ts";
import { computeReports } from "../compute-reports.ts";
import type { Raters } from "../export-answers.ts";
import { readLeftOut } from "../read-left-out.ts";
import { readChecks } from "./read-checks.ts";
import { readFreshReport } from "./read-fresh-report.ts";
import { readScores } from "./read-scores.ts";
import { readSubject } from "./read-subject.ts";
import {
  readItems,
  readPackEvents,
  readPackParticipants,
  readRatings,
  type TableRows,
} from "./read-tables.ts";
import { tableFiles } from "./table-files.ts";
import { withManifest } from "./with-manifest.ts";

export interface PackRequest {
  studyId: string;
  raters: Raters;
}

export interface PackRun {
  /** Rows written so far, and how many there will be. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/** Of a study of a million answers on a slow disk. */
const MOST_MS = 2 * 60 * 60 * 1000;
/** How often a report is computed anew because answers arrived meanwhile. */
const TRIES = 3;

/**
 * Reads a study as it is at one moment and hands the files of its report pack to `take`, as they come to be. The report is computed anew
 * where it is not of these answers. The same data give the same bytes: exports that nothing followed are left out of the log.
 * @returns what `take` gives, and where the packed log ends ("sequence:hash")
 * @throws AppError `unavailable` where answers arrive faster than the report is computed
 */
export async function writePack<Taken>(
  ctx: Ctx,
  request: PackRequest,
  run: PackRun,
  take: (files: AsyncIterable<ExportFile>) => Promise<Taken>,
): Promise<{ taken: Taken; anchor: string | null }> {
  const folder = await mkdtemp(path.join(tmpdir(), "whynot-pack-"));
  try {
    for (let tried = 0; tried < TRIES; tried++) {
      const written = await ctx.db.$transaction((tx) => writeAsSeen(tx, request, run, folder, take), {
        isolationLevel: "RepeatableRead",
        timeout: MOST_MS,
        maxWait: 30_000,
      });
      if (written) return written;
      await computeReports(ctx, request.studyId);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  throw new AppError(
    "unavailable",
    "Answers arrive faster than the report is computed: close the study, or try again in a while.",
  );
}

/** Null where there is no report of what this transaction sees. */
async function writeAsSeen<Taken>(
  tx: Tx,
  { studyId, raters }: PackRequest,
  run: PackRun,
  folder: string,
  take: (files: AsyncIterable<ExportFile>) => Promise<Taken>,
): Promise<{ taken: Taken; anchor: string | null } | null> {
  const simulated = raters === "simulated";
  const report = await readFreshReport(tx, studyId, simulated);
  if (!report) return null;
  const study = await tx.study.findUniqueOrThrow({ where: { id: studyId }, include: { lock: true } });
  const leftOut = await readLeftOut(tx, study, simulated);
  const { subject, end } = await readSubject(tx, studyId, report);
  const { template, arms } = subject;
  const ratings = ratingsTable(template.columns);
  const tables: [PackTable, TableRows][] = [
    [ratings, readRatings(tx, ratings, { studyId, simulated }, leftOut)],
    [SCORES, readScores(tx, { study, template, arms, simulated, leftOut })],
    [PARTICIPANTS, readPackParticipants(tx, studyId, simulated)],
    [ITEMS, readItems(tx, studyId)],
    [EVENTS, readPackEvents(tx, studyId, end)],
  ];
  if (hasChecks(subject.study.design.checks)) tables.push([CHECKS, readChecks(tx, study, simulated)]);
  const watched = watchRows(run, await countRows(tx, studyId, subject));
  async function* files(): AsyncGenerator<ExportFile> {
    for (const { name, text } of packDocuments(
      subject,
      tables.map(([table]) => table),
    ))
      yield { path: name, content: text };
    for (const [table, rows] of tables) yield* tableFiles(table, watched(rows), folder);
  }
  async function* named(): AsyncGenerator<ExportFile> {
    for await (const { path: name, content } of files())
      yield { path: packFileName(name, simulated), content };
  }
  const taken = await take(withManifest(named(), packFileName("manifest-sha256.txt", simulated)));
  return { taken, anchor: subject.provenance.anchor };
}

/** Scores are about as many as answers. */
async function countRows(tx: Tx, studyId: string, { report, provenance }: PackSubject): Promise<number> {
  const events = provenance.anchor === null ? 0 : Number.parseInt(provenance.anchor, 10) + 1;
  return (
    report.ratings + report.raters.consented + events + (await tx.stimulus.count({ where: { studyId } }))
  );
}

function watchRows({ onProgress, signal }: PackRun, total: number): (rows: TableRows) => TableRows {
  let done = 0;
  return async function* watched(rows) {
    for await (const page of rows) {
      signal?.throwIfAborted();
      yield page;
      done += page.length;
      onProgress?.(done, Math.max(total, done));
    }
  };
}
