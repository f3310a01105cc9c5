import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#lib/db/id.ts";
import { editImages } from "#lib/services/curation/edit-images.ts";
import { startExport } from "#lib/services/exports/start-export.ts";
import { createImport as createDatasetImport } from "#lib/services/imports/create-import.ts";
import { createUpload } from "#lib/services/imports/create-upload.ts";
import { problemsOf } from "#lib/services/imports/uploads-of.ts";
import { createImport } from "#lib/services/model-imports/create-import.ts";
import { registerModel } from "#lib/services/models/register-model.ts";
import { saveRegions } from "#lib/services/regions/save-regions.ts";
import { startPack } from "#lib/services/reports/packs/start-pack.ts";
import { computeAgreement } from "#lib/services/rounds/compute-agreement.ts";
import { giveImage } from "#lib/services/rounds/give-image.ts";
import { openRound } from "#lib/services/rounds/open-round.ts";
import { lockStudy } from "#lib/services/studies/lock-study.ts";
import { openTextFile } from "#lib/storage/upload-file.ts";
import { drawRound } from "#test/support/annotation-round.ts";
import { createEndedTraining } from "#test/support/ended-training.ts";
import { listRoutes } from "#test/support/list-routes.ts";
import { createOpenStudy } from "#test/support/open-study.ts";
import { startTestSite, type TestSite, type Visitor } from "#test/support/site.ts";
import { tinyModel } from "#test/support/tiny-models.ts";

/** A stranger owns another workspace and asks for what belongs to this one. */
const ASKERS = [
  "owner",
  "researcher",
  "curator",
  "reviewer",
  "annotator",
  "viewer",
  "anonymous",
  "stranger",
] as const;
type Asker = (typeof ASKERS)[number];
type Answer = "allow" | "deny" | "hidden" | "token";
type Row = { method: string; route: string; send: string } & Record<Asker, Answer>;

const matrix: Row[] = parse(readFileSync(new URL("./authorisation.csv", import.meta.url)), { columns: true });

let site: TestSite;
const visitors = new Map<Asker, Visitor>();
/** Replacements for what stands in brackets, longest match first. */
let addresses: [pattern: string, address: string][];
let runId: string;
let datasetId: string;
let filterId: string;

beforeAll(async () => {
  site = await startTestSite();
  for (const role of ASKERS.slice(0, 6)) visitors.set(role, await site.signedIn(role as "owner"));
  visitors.set("anonymous", site.anonymous);
  visitors.set("stranger", await site.signedIn("owner", "elsewhere"));
  await fillWorkspace();
}, 300_000);
afterAll(() => site?.close());

async function fillWorkspace(): Promise<void> {
  const { db } = site.database;
  const ctx = await site.database.ctx("owner");
  const { studyId, key, ...study } = await createOpenStudy(ctx, { images: 11 });
  runId = study.runId;
  const run = await db.run.findUniqueOrThrow({
    where: { id: runId },
    include: { version: true, arms: true },
  });
  const image = await db.image.findFirstOrThrow({ where: { id: run.imageIds[0] } });
  const regionKey = newId();
  const mark = { kind: "box", x: 1, y: 1, width: 4, height: 4 } as const;
  const change = { kind: "put", id: newId(), regionKey, baseRevision: 0, classId: null, mark };
  await saveRegions(ctx, { imageId: image.id, changes: [change] });
  const map = await db.saliencyMap.findFirstOrThrow({ where: { imageId: image.id } });
  const stimulus = await db.stimulus.findFirstOrThrow({ where: { studyId } });
  const job = { id: newId(), workspaceId: ctx.workspaceId, kind: "test.none", payload: {} };
  await db.job.create({ data: { ...job, runId, state: "succeeded" } });
  const weights = tinyModel("fc");
  const model = await registerModel(ctx, { name: "Weights that are there", weights });
  const chunks = (async function* () {
    yield weights;
  })();
  const brought = await createImport(ctx, { fileName: "fc.safetensors", chunks });
  await db.runJudge.create({ data: { runId, modelId: model.id, state: "running" } });
  const sending = await createDatasetImport(ctx, { name: "On its way", source: { kind: "upload" } });
  const sent = await createUpload(ctx, { importId: sending.id, path: "a.png", byteSize: 9 });
  (await openTextFile(problemsOf(ctx, sending.id))).close();
  const trainingId = await createEndedTraining(ctx, run.versionId);
  datasetId = run.version.datasetId;
  const edit = await editImages(ctx, {
    datasetId,
    selection: { ids: [image.id] },
    change: { kind: "add-tag", tag: "x" },
  });
  filterId = newId();
  await putFilter();
  const asked = await startExport(ctx, { datasetId: run.version.datasetId, format: "coco" });
  const pack = await startPack(ctx, { studyId });
  const round = await openRound(ctx, { datasetId, name: "Independent", imageCount: 100, peopleWanted: 3 });
  for (const person of [await site.database.ctx("annotator"), await site.database.ctx("annotator")]) {
    await drawRound(person, round.id, () => [{ mark }]);
  }
  await lockStudy(ctx, {
    studyId,
    hypotheses: "None.",
    primaryContrast: null,
    targetRaters: 2,
    stoppingRule: "At once.",
  });
  // Nobody but its person may have it, so it is hidden from all who ask here.
  const drawingId = await giveImage(ctx, { roundId: round.id });
  await computeAgreement(ctx, round.id);
  addresses = [
    ["/drawings/[id]", `/drawings/${drawingId}`],
    ["/rounds/[id]", `/rounds/${round.id}`],
    ["[roundId]", round.id],
    ["/edits/[id]", `/edits/${edit.id}`],
    ["/filters/[id]", `/filters/${filterId}`],
    ["/exports/[id]", `/exports/${asked.id}`],
    ["/report-packs/[id]", `/report-packs/${pack.id}`],
    ["/models/imports/[id]", `/models/imports/${brought.id}`],
    ["/models/import/[id]", `/models/import/${brought.id}`],
    ["/datasets/imports/[id]/files/[fileId]", `/datasets/imports/${sending.id}/files/${sent.id}`],
    ["/datasets/imports/[id]", `/datasets/imports/${sending.id}`],
    ["/datasets/import/[id]", `/datasets/import/${sending.id}`],
    ["/models/[id]/file", `/models/${model.id}/file?format=safetensors`],
    ["/metrics/export", `/metrics/export?run=${runId}`],
    ["/api/auth/[...nextauth]", "/api/auth/csrf"],

    ["/datasets/[id]", `/datasets/${run.version.datasetId}`],
    ["/images/[id]", `/images/${image.id}`],
    ["[regionKey]", regionKey],
    ["[imageId]", image.id],
    ["[mapId]", map.id],
    ["[sha256]", image.displaySha256],
    ["/maps/[id]", `/maps/${map.id}`],
    ["/models/[id]", `/models/${run.arms[0].modelId}`],
    ["/runs/[id]", `/runs/${runId}`],
    ["[modelId]", model.id],
    ["/trainings/[id]", `/trainings/${trainingId}`],
    ["[number]", String(run.version.number)],
    ["[epoch]", "0"],
    ["/explanations/[id]", `/explanations/${runId}`],
    ["/stimuli/[id]", `/stimuli/${stimulus.id}`],
    ["/studies/[id]", `/studies/${studyId}`],
    ["/jobs/[id]", `/jobs/${job.id}`],
    ["[key]", key],
    ["[token]", "not-a-link"],
    ["[trialId]", newId()],
    ["[attempt]", "1"],
    ["[file]", JSON.parse(readFileSync("public/s/manifest.json", "utf8")).script],
  ];
}

/** Those who may delete the filter find it there, one after the other. */
async function putFilter(): Promise<void> {
  const data = { id: filterId, datasetId, name: "Mine", filter: { tag: ["x"] }, createdBy: "system" };
  await site.database.db.savedFilter.createMany({ data, skipDuplicates: true });
}

function addressOf(row: Row): string {
  if (row.route.startsWith("/api/auth") && row.method === "POST") return "/api/auth/_log";
  if (row.route === "/api/v1/datasets/[id]/images" && row.method === "POST")
    return `/api/v1/datasets/${datasetId}/images?file=a.png`;
  if (row.route === "/api/v1/models") return "/api/v1/models?name=m";
  if (row.route === "/api/v1/runs/[id]/maps") return `/api/v1/runs/${runId}/maps?file=a.png&dryRun=true`;
  if (row.route === "/api/v1/models/imports") return "/api/v1/models/imports?file=m.onnx";
  return addresses.reduce((path, [pattern, address]) => path.replace(pattern, address), row.route);
}

function headersOf({ route, send }: Row): Record<string, string> {
  if (send.startsWith("{")) return { "content-type": "application/json" };
  if (!route.includes("/files")) return { "content-type": "image/png" };
  return {
    "content-type": "application/offset+octet-stream",
    "tus-resumable": "1.0.0",
    "upload-length": "9",
    "upload-offset": "0",
    "upload-metadata": `relativePath ${btoa("b.png")}`,
  };
}

async function ask(row: Row, asker: Asker): Promise<Response> {
  const init: RequestInit =
    row.send === ""
      ? { method: row.method }
      : { method: row.method, body: row.send, headers: headersOf(row) };
  if (row.method === "DELETE") await putFilter();
  const visit = visitors.get(asker);
  if (!visit) throw new Error(`no visitor for ${asker}`);
  return visit(addressOf(row), init);
}

/** What an API answers, in the matrix's words. */
async function judgeApi(response: Response): Promise<string> {
  await response.body?.cancel();
  const { status } = response;
  if (status >= 500) return `error ${status}`;
  if (response.headers.get("location")?.includes("/signin")) return "deny";
  return { 401: "deny", 403: "deny", 404: "hidden" }[status] ?? "allow";
}

/** A page may have begun to stream before it turns someone away: then it does so in its text. */
async function judgePage(response: Response): Promise<string> {
  const text = await response.text();
  const target = response.headers.get("location") ?? /NEXT_REDIRECT;\w+;([^;]*);/.exec(text)?.[1];
  if (target && /\/(no-access|signin)/.test(target)) return "deny";
  if (response.status === 404 || text.includes("NEXT_HTTP_ERROR_FALLBACK;404")) return "hidden";
  return response.status < 400 ? "allow" : `error ${response.status}`;
}

/** Among the pages, what answers as an API does. */
const HANDLERS = new Set(["/metrics/export", "/studies/preview"]);

async function answerTo(row: Row, asker: Asker): Promise<string> {
  const response = await ask(row, asker);
  if (row[asker] === "token") return response.status === 401 ? "token" : `status ${response.status}`;
  const isApi = row.route.startsWith("/api/");
  if (!isApi && !HANDLERS.has(row.route)) return judgePage(response);
  const answer = await judgeApi(response);
  if (isApi && answer === "deny") {
    const expected = asker === "anonymous" ? 401 : 403;
    if (response.status !== expected) return `status ${response.status} where ${expected} was due`;
  }
  return answer;
}

test("the matrix names every route of the site, and no other", async () => {
  expect(matrix.map((row) => `${row.method} ${row.route}`).sort()).toEqual(await listRoutes());
});

test.each(matrix.map((row) => [`${row.method} ${row.route}`, row] as const))("%s", async (_, row) => {
  const answers: Record<string, string> = {};
  const wanted: Record<string, string> = {};
  for (const asker of ASKERS) {
    answers[asker] = await answerTo(row, asker);
    wanted[asker] = row[asker];
  }
  expect(answers).toEqual(wanted);
});
