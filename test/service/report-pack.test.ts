import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { parquetReadObjects } from "hyparquet";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openZipSource } from "#lib/formats/sources/zip-source.ts";
import type { Ctx } from "#lib/services/context.ts";
import { sweepFiles } from "#lib/services/files/sweep-files.ts";
import { withdraw } from "#lib/services/participation/withdraw.ts";
import { computeReports } from "#lib/services/reports/compute-reports.ts";
import { exportAnswers, type Raters } from "#lib/services/reports/export-answers.ts";
import { cancelPack } from "#lib/services/reports/packs/cancel-pack.ts";
import { makePack } from "#lib/services/reports/packs/make-pack.ts";
import { openPack } from "#lib/services/reports/packs/open-pack.ts";
import { listPacks } from "#lib/services/reports/packs/pack-states.ts";
import { startPack } from "#lib/services/reports/packs/start-pack.ts";
import { hashEvent } from "#lib/services/studies/event-hash.ts";
import { runSimulatedRaters } from "#lib/services/studies/run-simulated-raters.ts";
import { verifyStudy } from "#lib/services/studies/verify-study.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { answerAll, joinAnew } from "#test/support/rating-crowd.ts";
import { startTestWorker, until } from "#test/support/run-until.ts";

let database: TestDatabase;
let ctx: Ctx;
let studyId: string;
let key: string;
const NEVER = new AbortController().signal;
const SIMULATED = "SIMULATED RATERS, NOT PEOPLE";

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("owner");
  ({ studyId, key } = await createOpenStudy(ctx));
  await simulate(studyId, 4);
  for (const value of [2, 4]) await answerAll(ctx, key, await joinAnew(ctx, key), value);
  const leaver = await joinAnew(ctx, key);
  await answerAll(ctx, key, leaver, 5);
  await withdraw(ctx, { key, token: leaver.token });
});
afterAll(() => database.close());

const simulate = (id: string, count: number) =>
  runSimulatedRaters(ctx, id, { batch: "b", count, progress: () => undefined, signal: NEVER });

/** The pack's files by name, as they come out of its archive. */
async function made(id: string, raters: Raters) {
  const pack = await startPack(ctx, { studyId: id, raters });
  await makePack(ctx, pack.id, {});
  const { stream, byteSize, ...about } = await openPack(ctx, pack.id);
  const bytes = new Uint8Array(await new Response(await stream(0, byteSize)).arrayBuffer());
  const source = await openZipSource(async (start, end) => bytes.subarray(start, end), bytes.length);
  const files = new Map<string, Uint8Array>();
  for (const { path: name } of await source.list()) files.set(name, await source.read(name, 1e7));
  const text = (name: string) => new TextDecoder().decode(files.get(name));
  const table = (name: string): Record<string, string>[] => parse(text(name), { columns: true, bom: true });
  return { ...about, id: pack.id, files, text, table };
}

describe("a report pack", () => {
  it("holds what the results page says, in files that its manifest names by their SHA-256", async () => {
    const { files, text } = await made(studyId, "people");
    const names = [...files.keys()];
    expect(names.sort()).toEqual(
      [
        ...["README.md", "report.html", "results.json", "codebook.csv", "verify.txt", "manifest-sha256.txt"],
        ...["ratings", "scores", "participants", "items", "events"].flatMap((name) => [
          `${name}.csv`,
          `${name}.parquet`,
        ]),
        ...["methods-en.md", "methods-zh-hans.md", "references.bib", "figure-ratings.svg"],
        ...["table-methods.tex", "table-comparisons.tex", "analysis.R", "analysis.ipynb"],
      ].sort(),
    );
    const listed = text("manifest-sha256.txt").trimEnd().split("\n");
    expect(listed).toHaveLength(names.length - 1);
    for (const line of listed) {
      const [hash, name] = line.split("  ");
      expect(createHash("sha256").update(files.get(name)!).digest("hex")).toBe(hash);
    }
    const { report, arms } = JSON.parse(text("results.json"));
    expect(report.raters).toEqual({ consented: 3, answering: 2, completed: 0, withdrawn: 1 });
    for (const { label } of arms) {
      expect(text("report.html")).toContain(label);
      expect(text("methods-en.md")).toContain(label);
      expect(text("methods-zh-hans.md")).toContain(label);
    }
    expect(text("report.html")).not.toMatch(
      /<script|<link|<img|\ssrc=|url\(|@import|https?:\/\/(?!www\.w3\.org\/2000\/svg)/,
    );
    expect(text("verify.txt")).toContain("Nothing differs in what could be checked.");
    expect(text("results.json")).not.toContain("contact");
  });

  it("has every answer to a check beside the ratings, and says how far raters agree with themselves", async () => {
    const checked = await createOpenStudy(ctx, { checks: { quiz: true, attention: 1, repeats: 2 } });
    await runSimulatedRaters(ctx, checked.studyId, {
      batch: "checked",
      count: 3,
      progress: () => undefined,
      signal: NEVER,
    });
    await computeReports(ctx, checked.studyId);
    const { table, text } = await made(checked.studyId, "simulated");
    const rows = table("SIMULATED-checks.csv");
    const first = rows.filter(({ rater }) => rater === "S1");
    expect(first.map(({ check }) => check)).toEqual([
      "quiz",
      "quiz",
      ...first.slice(2).map(({ check }) => check),
    ]);
    expect(first.map(({ check }) => check).sort()).toEqual(["attention", "quiz", "quiz", "repeat", "repeat"]);
    for (const { check, value, expected, passed } of rows) {
      const apart = Math.abs(Number(value) - Number(expected));
      expect(passed).toBe(apart <= (check === "repeat" ? 1 : 0) ? "1" : "0");
    }
    expect(rows.filter(({ check }) => check !== "repeat").every(({ passed }) => passed === "1")).toBe(true);
    expect(table("SIMULATED-ratings.csv")).toHaveLength(3 * 8);
    expect(table("SIMULATED-codebook.csv").filter((row) => row.table === "checks")).toHaveLength(10);
    const { retest } = JSON.parse(text("SIMULATED-results.json")).report;
    expect(retest).toMatchObject({ trials: 6, same: { n: 3 }, weights: "quadratic" });
    expect(text("SIMULATED-methods-en.md")).toContain("Shown the same a second time");
  });

  it("has the answers of the exported table as CSV and as Parquet, and nobody's real name", async () => {
    const { files, text, table } = await made(studyId, "people");
    const { chunks } = await exportAnswers(ctx, { studyId, raters: "people" });
    let csv = "";
    for await (const chunk of chunks) csv += chunk;
    expect(text("ratings.csv")).toBe(csv);
    for (const name of ["ratings", "scores", "participants", "items", "events"]) {
      const rows = table(`${name}.csv`);
      const file = files.get(`${name}.parquet`)!;
      const objects = await parquetReadObjects({ file: new Uint8Array(file).buffer });
      expect(objects).toHaveLength(rows.length);
      for (const [at, object] of objects.entries())
        expect(Object.values(object).map((value) => String(value ?? ""))).toEqual(
          Object.values(rows[at]).map((value) => value.replace(/^'(?=[=+\-@])/, "")),
        );
      const columns = table("codebook.csv").filter((row) => row.table === name);
      expect(columns.map(({ column }) => column)).toEqual(Object.keys(rows[0]));
    }
    expect(table("participants.csv").map(({ rater, state, answers }) => [rater, state, answers])).toEqual([
      ["P1", "consented", "8"],
      ["P2", "consented", "8"],
      ["P3", "withdrawn", "0"],
    ]);
  });

  it("packs a log whose hashes can be computed anew, up to its anchor", async () => {
    const { text, table } = await made(studyId, "people");
    const { anchor } = JSON.parse(text("results.json")).provenance;
    let previousHash = "0".repeat(64);
    const rows = table("events.csv");
    for (const [at, { sequence, kind, at: time, data, hash }] of rows.entries()) {
      expect(Number(sequence)).toBe(at);
      const event = { studyId, sequence: at, kind, data: JSON.parse(data), at: new Date(time), previousHash };
      expect(hashEvent(event)).toBe(hash);
      previousHash = hash;
    }
    expect(`${rows.length - 1}:${previousHash}`).toBe(anchor);
    expect((await verifyStudy(ctx, { studyId, anchor })).ok).toBe(true);
    expect(rows.at(-1)?.kind).not.toBe("exported");
    const last = await ctx.db.studyEvent.findFirst({ where: { studyId }, orderBy: { sequence: "desc" } });
    expect(last).toMatchObject({ kind: "exported", data: { raters: "people" } });
  });

  it("is the same byte by byte when it is made again of the same data, and another when they change", async () => {
    const first = await made(studyId, "people");
    await computeReports(ctx, studyId);
    expect((await made(studyId, "people")).sha256).toBe(first.sha256);
    await answerAll(ctx, key, await joinAnew(ctx, key), 1);
    const more = await made(studyId, "people");
    expect(more.sha256).not.toBe(first.sha256);
    // Nobody had asked for a report of these answers yet: it was computed for the pack.
    expect(JSON.parse(more.text("results.json")).report.ratings).toBe(24);
    expect(more.table("ratings.csv")).toHaveLength(24);
  });

  it("of simulated raters says so on every file, and has no person in it", async () => {
    const { files, text, table, fileName } = await made(studyId, "simulated");
    expect(fileName).toMatch(/SIMULATED\.zip$/);
    for (const name of files.keys()) {
      expect(name).toMatch(/^SIMULATED-/);
      if (/\.(md|html|json|tex|svg|bib|ipynb|R|txt)$/.test(name) && !name.includes("manifest"))
        expect(text(name), name).toContain(SIMULATED);
    }
    for (const name of ["ratings", "participants"])
      for (const row of table(`SIMULATED-${name}.csv`)) {
        expect(row.rater).toMatch(/^S\d+$/);
        expect(row.simulated).toBe("1");
      }
    const people = await made(studyId, "people");
    for (const name of ["ratings", "participants"])
      for (const row of people.table(`${name}.csv`))
        expect([row.rater[0], row.simulated]).toEqual(["P", "0"]);
    expect(people.text("report.html")).not.toContain(SIMULATED);
  });

  it("of a study without answers says that there are none", async () => {
    const { studyId: quiet } = await createOpenStudy(ctx, { images: 5 });
    const { text, table } = await made(quiet, "people");
    expect(table("ratings.csv")).toEqual([]);
    expect(table("items.csv").length).toBeGreaterThan(0);
    expect(text("report.html")).toContain("No method has been rated by two raters yet");
    expect(text("report.html")).not.toMatch(/NaN|Infinity|>null</);
    expect(JSON.parse(text("results.json")).report.arms[0].score).toEqual({ undefined: "no_values" });
  });

  it("does not let names become formulas, commands, mark-up or code", async () => {
    const hostile = `=cmd|' /C calc'!A0 <img src=x onerror=alert(1)> \\input{/etc/passwd} $x$ % "&_#^~{} [a](b) */ \n\u0007 \u202e`;
    const study = await createOpenStudy(ctx, { images: 5 });
    await simulate(study.studyId, 3);
    const { runId } = study;
    await ctx.db.runArm.updateMany({ where: { runId, position: 0 }, data: { label: hostile } });
    await ctx.db.study.update({ where: { id: study.studyId }, data: { name: hostile } });
    const run = await ctx.db.run.findUniqueOrThrow({ where: { id: runId }, include: { version: true } });
    await ctx.db.image.updateMany({ where: { id: { in: run.imageIds } }, data: { fileName: hostile } });
    await ctx.db.versionImage.updateMany({
      where: { versionId: run.versionId },
      data: { className: hostile },
    });
    await ctx.db.dataset.update({ where: { id: run.version.datasetId }, data: { name: hostile } });
    const { files, text, table } = await made(study.studyId, "simulated");
    const html = text("SIMULATED-report.html");
    expect(html).not.toContain("<img");
    expect(html).toContain("&lt;img src=x onerror=alert(1)&gt;");
    expect(text("SIMULATED-figure-ratings.svg")).not.toContain("<img");
    for (const name of ["SIMULATED-table-methods.tex", "SIMULATED-table-comparisons.tex"]) {
      expect(text(name)).not.toContain("\\input{");
      expect(text(name)).toContain("\\textbackslash{}input\\{/etc/passwd\\}");
    }
    for (const name of ["SIMULATED-README.md", "SIMULATED-methods-en.md", "SIMULATED-methods-zh-hans.md"]) {
      expect(text(name)).not.toMatch(/<img|(?<!\\)\[a/);
    }
    const rows = table("SIMULATED-ratings.csv");
    expect(new Set(rows.map(({ image }) => image))).toEqual(new Set([`'${hostile}`]));
    for (const name of [...files.keys()].filter((each) => each.endsWith(".csv")))
      for (const row of parse(text(name)) as string[][])
        for (const cell of row) expect(cell).not.toMatch(/^[=+@\t\r]|^-(?!\d)/);
    const script = text("SIMULATED-analysis.R");
    const code = script.split("\n").filter((line) => !line.startsWith("#"));
    expect(code.join("\n")).not.toContain("cmd|");
    const notebook = JSON.parse(text("SIMULATED-analysis.ipynb"));
    for (const { cell_type, source } of notebook.cells)
      expect(source.join("")).not.toMatch(cell_type === "code" ? /cmd\|/ : /<img/);
  });

  it("is refused for what is not there or not this workspace's, and while it is being made", async () => {
    const { id } = await startPack(ctx, { studyId });
    await expect(startPack(ctx, { studyId })).rejects.toMatchObject({ code: "conflict" });
    await expect(openPack(ctx, id)).rejects.toMatchObject({ code: "conflict" });
    const stranger = await database.ctx("owner", "elsewhere");
    for (const ask of [
      () => startPack(stranger, { studyId }),
      () => listPacks(stranger, studyId),
      () => openPack(stranger, id),
      () => cancelPack(stranger, { packId: id }),
    ])
      await expect(ask()).rejects.toMatchObject({ code: "not_found" });
    const viewer = await database.ctx("viewer");
    await expect(startPack(viewer, { studyId })).rejects.toMatchObject({ code: "forbidden" });
    const ready = await made(studyId, "simulated");
    await expect(cancelPack(ctx, { packId: ready.id })).rejects.toMatchObject({ code: "conflict" });
    await cancelPack(ctx, { packId: id });
    expect((await listPacks(ctx, studyId)).map((each) => each.id)).not.toContain(id);
    await makePack(ctx, id, {});
    expect(await ctx.db.reportPack.findUnique({ where: { id } })).toBeNull();
  });

  it("leaves nothing in storage or beside it when it is stopped", async () => {
    const { id } = await startPack(ctx, { studyId });
    const stop = new AbortController();
    const onProgress = () => stop.abort(new Error("stopped"));
    await expect(makePack(ctx, id, { onProgress, signal: stop.signal })).rejects.toThrow("stopped");
    expect(await ctx.db.reportPack.findUnique({ where: { id } })).toMatchObject({ sha256: null });
    const incoming = await readdir(path.join(database.home, "files", "incoming")).catch(() => []);
    expect(incoming).toEqual([]);
    const left = (await readdir(tmpdir())).filter((name) => name.startsWith("whynot-pack-"));
    expect(left).toEqual([]);
    await cancelPack(ctx, { packId: id });
  });

  it("is removed when its time is over", async () => {
    const { id, sha256 } = await made(studyId, "people");
    const later = { ...ctx, clock: () => new Date(Date.now() + 8 * 86_400_000) };
    await expect(openPack(later, id)).rejects.toMatchObject({ code: "not_found" });
    expect(await listPacks(later, studyId)).toEqual([]);
    const next = await startPack(later, { studyId, raters: "simulated" });
    await makePack(later, next.id, {});
    await sweepFiles(ctx, NEVER);
    expect(await ctx.storage.has(sha256)).toBe(false);
    expect(await ctx.db.reportPack.findUnique({ where: { id } })).toBeNull();
  });

  it("is made by a worker, and says how far it is", async () => {
    const worker = startTestWorker(database);
    try {
      const { id } = await startPack(ctx, { studyId });
      const pack = await until("the pack", async () => {
        const found = (await listPacks(ctx, studyId)).find((each) => each.id === id);
        return found?.state === "succeeded" && found;
      });
      expect(pack).toMatchObject({ simulated: false, error: null });
      expect(pack.byteSize).toBeGreaterThan(1000);
      expect(pack.done).toBe(pack.total);
    } finally {
      await worker.stop();
    }
  });
});
