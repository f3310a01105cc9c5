import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Tx } from "#lib/db/client.ts";
import { AppError } from "#lib/errors.ts";
import type { ExportFile } from "#lib/formats/writers/define-writer.ts";
import { CHECKS, hasChecks } from "#lib/study/pack/checks-table.ts";
import { packDocuments } from "#lib/study/pack/pack-documents.ts";
import { packFileName } from "#lib/study/pack/simulated-mark.ts";
import { EVENTS, ITEMS, PARTICIPANTS, type PackTable, ratingsTable, SCORES } from "#lib/study/pack/tables.ts";
import type { Ctx } from "../../context.ts";
import { describeVerification } from "../../studies/verification/describe-verification.ts";
import { openRecord } from "../../studies/verification/open-record.ts";
import { computeReports } from "../compute-reports.ts";
import type { Raters } from "../export-answers.ts";
import { eventRows } from "./event-rows.ts";
import { itemRows } from "./item-rows.ts";
import { ratingRows } from "./rating-rows.ts";
import { readChecks } from "./read-checks.ts";
import { readFreshReport } from "./read-fresh-report.ts";
import { readSubject, type UnverifiedSubject } from "./read-subject.ts";
import { type TablePages, tableFiles } from "./table-files.ts";
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
  const { subject, end } = await readSubject(tx, studyId, report);
  const { template, arms } = subject;
  const record = openRecord(tx, study);
  const ratings = ratingsTable(template.columns);
  const rated = { study, template, arms, simulated, ratings };
  // The log first: what it says of each answer is held against the answers, which make the other tables.
  const tables: [readonly PackTable[], TablePages][] = [
    [[EVENTS], eventRows(record, end)],
    [[ratings, SCORES, PARTICIPANTS], ratingRows(tx, record, rated)],
    [[ITEMS], itemRows(tx, studyId)],
  ];
  if (hasChecks(subject.study.design.checks)) tables.push([[CHECKS], readChecks(tx, study, simulated)]);
  const watched = watchRows(run, await countRows(tx, studyId, subject));
  async function* files(): AsyncGenerator<ExportFile> {
    for (const [group, pages] of tables) yield* tableFiles(group, watched(pages), folder);
    const verification = describeVerification(record.conclude(), end);
    const provenance = { ...subject.provenance, verification };
    const described = tables.flatMap(([group]) => group);
    for (const { name, text } of packDocuments({ ...subject, provenance }, described))
      yield { path: name, content: text };
  }
  async function* named(): AsyncGenerator<ExportFile> {
    for await (const { path: name, content } of files())
      yield { path: packFileName(name, simulated), content };
  }
  const taken = await take(withManifest(named(), packFileName("manifest-sha256.txt", simulated)));
  return { taken, anchor: subject.provenance.anchor };
}

/** Scores are about as many as answers. */
async function countRows(
  tx: Tx,
  studyId: string,
  { report, provenance }: UnverifiedSubject,
): Promise<number> {
  const events = provenance.anchor === null ? 0 : Number.parseInt(provenance.anchor, 10) + 1;
  const pictures = await tx.stimulus.count({ where: { studyId } });
  return 2 * report.ratings + report.raters.consented + events + pictures;
}

function watchRows({ onProgress, signal }: PackRun, total: number): (pages: TablePages) => TablePages {
  let done = 0;
  return async function* watched(pages) {
    for await (const page of pages) {
      signal?.throwIfAborted();
      yield page;
      for (const rows of page) done += rows.length;
      onProgress?.(done, Math.max(total, done));
    }
  };
}
