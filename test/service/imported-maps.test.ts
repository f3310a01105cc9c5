import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "#lib/db/id.ts";
import { writeNpy } from "#lib/formats/encodings/npy.ts";
import { writeZip } from "#lib/formats/encodings/write-zip.ts";
import { openMapFile } from "#lib/formats/maps/open-map-file.ts";
import { memorySource } from "#lib/formats/sources/memory-source.ts";
import { judgedMetricIds, metricsOfRuns } from "#lib/metrics/asks-model.ts";
import type { Ctx } from "#lib/services/context.ts";
import { exportMaps } from "#lib/services/explanations/export-maps.ts";
import { readFloat32 } from "#lib/services/explanations/read-float32.ts";
import { startRun } from "#lib/services/explanations/start-run.ts";
import { type AddedMaps, addMaps } from "#lib/services/imported-maps/add-maps.ts";
import { getMetricTable } from "#lib/services/metrics/get-metric-table.ts";
import { listMetricValues } from "#lib/services/metrics/list-metric-values.ts";
import { createStudy } from "#lib/services/studies/create-study.ts";
import { createTestDatabase, type TestDatabase } from "#test/support/database.ts";
import { runOver, startTestWorker, until } from "#test/support/run-until.ts";
import { arm, createTinyProject, type TinyProject } from "#test/support/tiny-project.ts";

const TIMEOUT_MS = 180_000;
const IMAGES = 4;

let database: TestDatabase;
let ctx: Ctx;
let project: TinyProject;
let worker: ReturnType<typeof startTestWorker>;
let runId: string;
let images: { id: string; fileName: string; sha256: string; className: string }[];

beforeAll(async () => {
  database = await createTestDatabase();
  ctx = await database.ctx("researcher");
  project = await createTinyProject(ctx);
  worker = startTestWorker(database);
  ({ runId, images } = await finishedRun());
}, TIMEOUT_MS);
afterAll(async () => {
  await worker.stop();
  await database.close();
});

async function finishedRun() {
  const { fc, plus, minus, versionId } = project;
  const arms = [arm("S+", "scouter+", plus), arm("S−", "scouter-", minus, "least-similar")];
  const wish = { versionId, name: "Run", sampleSize: IMAGES, arms, judge: fc };
  const run = await startRun(ctx, wish);
  expect((await runOver(database, run.id)).state).toBe("succeeded");
  await judged(run.id);
  const rows = await ctx.db.versionImage.findMany({
    where: { versionId, imageId: { in: run.imageIds } },
    include: { image: { select: { fileName: true, sha256: true } } },
  });
  const images = rows.map(({ imageId, className, image }) => ({
    id: imageId,
    className: className ?? "",
    ...image,
  }));
  return { runId: run.id, images };
}

const judged = (id: string) =>
  until("the judge", async () => {
    const judges = await ctx.db.runJudge.findMany({ where: { runId: id } });
    return judges.every(({ state }) => state === "succeeded") && judges.length > 0 && judges;
  });

const stem = (path: string) => path.replace(/\.[^./]+$/, "");
/** A small map with a corner that is its own. */
const npy = (corner: number, low = 0) => {
  const data = Float32Array.from({ length: 12 }, (_, i) => (i === 0 ? corner : low + i / 12));
  return writeNpy([3, 4], data);
};
const folderOf = (files: Record<string, Uint8Array | string>) =>
  memorySource(
    new Map(
      Object.entries(files).map(([path, bytes]) => [
        path,
        typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes,
      ]),
    ),
  );
const tableOf = (methods: AddedMaps["methods"]) =>
  methods.map(({ label, fitting, refusedCount, missing }) => ({ label, fitting, refusedCount, missing }));
const armsOf = (id: string) =>
  ctx.db.runArm.findMany({ where: { runId: id }, orderBy: { position: "asc" }, include: { maps: true } });
async function bytesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe("a look at maps made elsewhere", () => {
  it("says what fits which images, what is refused and why, and stores nothing", async () => {
    const nan = writeNpy([1, 2], Float32Array.from([1, Number.NaN]));
    const source = folderOf({
      [`maps/${stem(images[0].fileName)}.npy`]: npy(2),
      [`maps/${images[1].sha256}.npy`]: npy(-1, -2),
      [`${stem(images[2].fileName)}.npy`]: nan,
      "nobody.npy": npy(1),
      "half.npy": npy(1).subarray(0, 60),
      "huge.npy": writeNpy([1025, 1024], new Float32Array(1025 * 1024)),
      "README.txt": "not a map",
    });
    const before = await ctx.db.saliencyMap.count();
    const wish = { runId, label: "Mine", dryRun: true };
    const { methods, dryRun } = await addMaps(ctx, wish, source);
    expect(dryRun).toBe(true);
    const [report] = methods;
    expect(report).toMatchObject({
      label: "Mine",
      explains: "for",
      fitting: 2,
      missing: IMAGES - 2,
      refusedCount: 4,
      shapes: [{ height: 3, width: 4, count: 2 }],
      signedCount: 1,
      constantCount: 0,
    });
    expect(report.range?.low).toBeCloseTo(-2 + 1 / 12, 5);
    expect(report.range?.high).toBe(2);
    const reasons = Object.fromEntries(report.refused.map(({ file, reason }) => [file, reason]));
    expect(reasons[`${stem(images[2].fileName)}.npy`]).toMatch(/value of cell 1 is NaN/);
    expect(reasons["nobody.npy"]).toMatch(/no image of the run is called nobody/);
    expect(await ctx.db.saliencyMap.count()).toBe(before);
    expect((await ctx.db.run.findUniqueOrThrow({ where: { id: runId } })).state).toBe("succeeded");
  });

  it("refuses damaged and oversized maps of images it knows, one by one", async () => {
    const [a, b, c] = images.map(({ fileName }) => stem(fileName));
    const source = folderOf({
      [`${a}.npy`]: npy(1).subarray(0, 60),
      [`${b}.npy`]: writeNpy([1025, 1024], new Float32Array(1025 * 1024)),
      [`${c}.png`]: new Uint8Array(40),
    });
    const { methods } = await addMaps(ctx, { runId, label: "Broken", dryRun: true }, source);
    expect(methods[0].refused.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/cannot be read/),
      expect.stringMatching(/1025 × 1024 cells/),
      expect.stringMatching(/cannot be read/),
    ]);
    const stored = addMaps(ctx, { runId, label: "Broken" }, source);
    await expect(stored).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringMatching(/No map of "Broken"/),
    });
  });

  it("asks for a name, a model of the same classes, and someone who may", async () => {
    const source = folderOf({ [`${stem(images[0].fileName)}.npy`]: npy(2) });
    await expect(addMaps(ctx, { runId }, source)).rejects.toMatchObject({ code: "invalid" });
    await expect(addMaps(ctx, { runId, label: "S+" }, source)).rejects.toThrow(/called "S\+" already/);
    await expect(addMaps(ctx, { runId, label: "P", target: "predicted" }, source)).rejects.toThrow(
      /name the model/,
    );
    await expect(addMaps(ctx, { runId, label: "P", modelId: "none" }, source)).rejects.toMatchObject({
      code: "not_found",
    });
    const viewer = await database.ctx("viewer");
    await expect(addMaps(viewer, { runId, label: "P" }, source)).rejects.toMatchObject({ code: "forbidden" });
    const elsewhere = await database.ctx("owner", "elsewhere");
    await expect(addMaps(elsewhere, { runId, label: "P" }, source)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(addMaps(ctx, { runId, label: "P" }, folderOf({ "a.txt": "" }))).rejects.toThrow(
      /no maps in it/,
    );
    await expect(openMapFile("maps.tar", new Uint8Array(9))).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("maps added to a run", () => {
  it(
    "are scored like the others, by judges alone where they explain no model",
    async () => {
      const archive = writeZip(
        (async function* () {
          for (const [i, { fileName }] of images.slice(0, 3).entries()) {
            yield { path: `${stem(fileName)}.npy`, bytes: npy(i + 1) };
          }
        })(),
      );
      const source = await openMapFile("mine.npz", await bytesOf(archive));
      const { methods } = await addMaps(ctx, { runId, label: "Mine" }, source);
      expect(tableOf(methods)).toEqual([{ label: "Mine", fitting: 3, refusedCount: 0, missing: 1 }]);
      expect(await runOver(database, runId)).toMatchObject({
        state: "succeeded",
        mapCount: 11,
        mapsScored: 11,
      });
      const [judge] = await judged(runId);
      expect(judge).toMatchObject({ mapCount: 11, mapsJudged: 11 });

      const added = (await armsOf(runId))[2];
      expect(added).toMatchObject({
        label: "Mine",
        explainerId: "imported",
        explainsModel: false,
        targetRule: "true",
      });
      const classes = ["cat", "dog", "fox"];
      for (const map of added.maps) {
        const image = images.find(({ id }) => id === map.imageId)!;
        expect(classes[map.target]).toBe(image.className);
        expect(readFloat32(map.data)[0]).toBe(images.indexOf(image) + 1);
      }
      const own = (await getMetricTable(ctx, runId)).arms[2];
      expect(own.modelName).toBe("no model");
      expect(own.cells.area.defined).toBe(3);
      expect(own.cells["insertion-auc"]).toMatchObject({ estimate: null, defined: 0 });
      const byJudge = (await getMetricTable(ctx, runId, { judgeId: project.fc })).arms[2];
      expect(byJudge.cells["insertion-auc"].defined).toBe(3);
      const rows = (await listMetricValues(ctx, runId)).filter((row) => row.arm === "Mine");
      expect(rows).toHaveLength(3 * metricsOfRuns().length);
      expect(rows.filter(({ protocol }) => protocol === "judge")).toHaveLength(3 * judgedMetricIds().length);
      expect(rows.every(({ model }) => model === null)).toBe(true);
    },
    TIMEOUT_MS,
  );

  it(
    "are judged by the model they explain where there is one, for the class their manifest gives",
    async () => {
      const maps = images.map(({ fileName }, i) => ({
        image: fileName,
        map: `deep/${i}.npy`,
        targetClass: ["cat", "dog", "fox", "owl"][i],
      }));
      const manifest = JSON.stringify({ method: "theirs", explains: "against", maps });
      const files = Object.fromEntries(images.map((_, i) => [`top/deep/${i}.npy`, npy(3)]));
      const source = folderOf({ "top/manifest.json": manifest, ...files });
      const { methods } = await addMaps(ctx, { runId, modelId: project.minus }, source);
      expect(tableOf(methods)).toEqual([{ label: "theirs", fitting: 3, refusedCount: 1, missing: 1 }]);
      expect(methods[0].refused[0].reason).toMatch(/"owl", is none of the run's/);
      expect((await runOver(database, runId)).state).toBe("succeeded");
      const theirs = (await armsOf(runId))[3];
      expect(theirs).toMatchObject({ explainsModel: true, modelId: project.minus, targetRule: "given" });
      const targets = theirs.maps.map(({ imageId, target }) => [
        images.findIndex(({ id }) => id === imageId),
        target,
      ]);
      expect(targets.sort()).toEqual([
        [0, 0],
        [1, 1],
        [2, 2],
      ]);
      const own = (await getMetricTable(ctx, runId)).arms[3];
      expect(own).toMatchObject({ explains: "against", modelName: "S−" });
      expect(own.cells["insertion-auc"].defined).toBe(3);
    },
    TIMEOUT_MS,
  );

  it(
    "can be rated in a study, of the images they have maps of",
    async () => {
      const arms = (await armsOf(runId)).filter(({ label }) => label === "S+" || label === "Mine");
      const wish = {
        runId,
        name: "Imported too",
        practice: 1,
        armIds: arms.map(({ id }) => id),
        openWhenReady: true,
      };
      const study = await createStudy(ctx, wish);
      await until("the stimuli", async () => {
        const row = await ctx.db.study.findUniqueOrThrow({ where: { id: study.id } });
        return row.state === "open";
      });
      const items = await ctx.db.studyItem.findMany({ where: { studyId: study.id } });
      expect(items.map(({ imageId }) => imageId).sort()).toEqual(
        images
          .slice(0, 3)
          .map(({ id }) => id)
          .sort(),
      );
    },
    TIMEOUT_MS,
  );

  it("wait for a run that is not over", async () => {
    const source = folderOf({ [`${stem(images[0].fileName)}.npy`]: npy(2) });
    const id = newId();
    const run = await ctx.db.run.findUniqueOrThrow({ where: { id: runId }, include: { arms: true } });
    const { arms: _, similarity: _s, ...rest } = run;
    const { id: _a, runId: _r, ...first } = run.arms[0];
    const armRow = { ...first, options: {}, id: newId() };
    await ctx.db.run.create({
      data: {
        ...rest,
        id,
        state: "cancelled",
        arms: { create: [{ ...armRow, modelId: first.modelId }] },
      } as never,
    });
    await expect(addMaps(ctx, { runId: id, label: "Late" }, source)).rejects.toMatchObject({
      code: "conflict",
    });
  });
});

describe("maps that leave and come back", () => {
  it(
    "are the same to the bit, with class, direction and name",
    async () => {
      const { fileName, body } = await exportMaps(ctx, runId);
      expect(fileName).toBe(`maps-${runId}.zip`);
      const archive = await bytesOf(body);
      const other = await finishedRun();
      await ctx.db.runArm.updateMany({
        where: { runId: other.runId, label: "S+" },
        data: { label: "S+ here" },
      });
      await ctx.db.runArm.updateMany({
        where: { runId: other.runId, label: "S−" },
        data: { label: "S− here" },
      });
      const { methods } = await addMaps(ctx, { runId: other.runId }, await openMapFile("maps.zip", archive));
      expect(methods.map(({ label, explains, fitting }) => [label, explains, fitting])).toEqual([
        ["S+", "for", 4],
        ["S−", "against", 4],
        ["Mine", "for", 3],
        ["theirs", "against", 3],
      ]);
      const numbers = async (id: string, labels: string[]) =>
        (await armsOf(id))
          .filter(({ label }) => labels.includes(label))
          .map(({ label, maps }) => [
            label,
            maps.map(({ imageId, target, data }) => [imageId, target, [...readFloat32(data)]]).sort(),
          ]);
      const labels = methods.map(({ label }) => label);
      expect(await numbers(other.runId, labels)).toEqual(await numbers(runId, labels));
      expect((await runOver(database, other.runId)).state).toBe("succeeded");
      const stranger = await database.ctx("owner", "elsewhere");
      await expect(exportMaps(stranger, runId)).rejects.toMatchObject({ code: "not_found" });
    },
    TIMEOUT_MS,
  );
});
