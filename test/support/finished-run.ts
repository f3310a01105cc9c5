import sharp from "sharp";
import { newId } from "#lib/db/id.ts";
import { encodeMask } from "#lib/imaging/region.ts";
import { classificationReport } from "#lib/metrics/classification/classification-report.ts";
import { ModelConfig } from "#lib/scouter/model-config.ts";
import type { Ctx } from "#lib/services/context.ts";
import { MODEL_KINDS } from "#lib/services/explanations/check-arms.ts";
import { writeFloat32 } from "#lib/services/explanations/write-float32.ts";
import { storeClassificationReports } from "#lib/services/models/store-classification-reports.ts";
import { storePredictions } from "#lib/services/models/store-predictions.ts";
import { createRandom, type Random } from "#lib/tensor/random.ts";

/** Arms of the run below, best first: how far their highlight lies from the object. */
export const ARMS = [
  { label: "SCOUTER+", explainerId: "scouter+", kind: "scouter_plus", targetRule: "true", off: 0 },
  {
    label: "SCOUTER−, least similar",
    explainerId: "scouter-",
    kind: "scouter_minus",
    targetRule: "least-similar",
    off: 1,
  },
  { label: "Grad-CAM", explainerId: "grad-cam", kind: "fc", targetRule: "true", off: 2 },
  { label: "Random map", explainerId: "control-random", kind: "fc", targetRule: "true", off: 5 },
] as const;

const CLASSES = ["koala", "zebra", "otter"];
const SIDE = 48;
const CELLS = 9;

/** Of a run that explains what the model answers, every so many images are answered wrongly. */
const WRONG_EVERY = 4;

/**
 * A succeeded explanation run over small drawn images, with answers, their reports, maps and metrics, straight in the database.
 * @param options.predicted arms of the true class are of the predicted one instead, which is the next class on every fourth image
 */
export async function createFinishedRun(
  ctx: Ctx,
  imageCount: number,
  { predicted = false }: { predicted?: boolean } = {},
): Promise<{ runId: string; armIds: string[] }> {
  const { db } = ctx;
  const random = createRandom("finished run");
  const datasetId = newId();
  await db.dataset.create({
    data: {
      id: datasetId,
      workspaceId: ctx.workspaceId,
      name: `Discs ${datasetId}`,
      imageCount,
      classes: { create: CLASSES.map((name, index) => ({ id: newId(), index, name })) },
    },
  });
  const classes = await db.datasetClass.findMany({ where: { datasetId }, orderBy: { index: "asc" } });
  const versionId = newId();
  await db.datasetVersion.create({
    data: { id: versionId, datasetId, number: 1, hash: versionId, imageCount },
  });
  const models = new Map<string, string>();
  for (const { kind } of ARMS) {
    if (models.has(kind)) continue;
    const id = newId();
    models.set(kind, id);
    await db.model.create({
      data: {
        id,
        workspaceId: ctx.workspaceId,
        name: `${kind} ${id}`,
        kind,
        backbone: "tiny",
        inputSize: SIDE,
        parameterCount: 1,
        classNames: CLASSES,
        config: configOf(kind),
        weightsSha256: "0".repeat(64),
      },
    });
  }
  const imageIds: string[] = [];
  const centres: [x: number, y: number][] = [];
  for (let i = 0; i < imageCount; i++) {
    const centre: [number, number] = [12 + random.integer(24), 12 + random.integer(24)];
    const bytes = await drawDisc(centre, i);
    const sha256 = await ctx.storage.put(bytes);
    const id = newId();
    imageIds.push(id);
    centres.push(centre);
    const blob = { sha256, byteSize: bytes.byteLength, mediaType: "image/png" };
    await db.blob.createMany({ data: blob, skipDuplicates: true });
    await db.image.create({
      data: {
        id,
        datasetId,
        classId: classes[i % CLASSES.length].id,
        fileName: `=disc-${i}.png`,
        split: "test",
        width: SIDE,
        height: SIDE,
        sha256,
        displaySha256: sha256,
        thumbSha256: sha256,
      },
    });
    const mask = encodeMask({ data: discMask(centre), height: SIDE, width: SIDE });
    const geometry = { size: [...mask.size], counts: [...mask.counts] };
    await db.versionImage.create({
      data: {
        versionId,
        imageId: id,
        position: i,
        className: CLASSES[i % CLASSES.length],
        split: "test",
        regions: [
          { id: newId(), revision: 1, kind: "mask", geometry, className: CLASSES[i % CLASSES.length] },
        ],
      },
    });
  }
  const runId = newId();
  const armIds = ARMS.map(() => newId());
  await db.run.create({
    data: {
      id: runId,
      workspaceId: ctx.workspaceId,
      versionId,
      name: "Finished run",
      state: "succeeded",
      seed: 1,
      imageIds,
      mapCount: imageCount * ARMS.length,
      mapsDone: imageCount * ARMS.length,
      mapsScored: imageCount * ARMS.length,
      arms: {
        create: ARMS.map(({ label, explainerId, kind, targetRule }, position) => ({
          id: armIds[position],
          position,
          label,
          explainerId,
          modelId: models.get(kind)!,
          options: {},
          targetRule: predicted && targetRule === "true" ? "predicted" : targetRule,
        })),
      },
    },
  });
  for (const [a, arm] of ARMS.entries()) {
    for (const [i, imageId] of imageIds.entries()) {
      const mapId = newId();
      const isTrue = arm.targetRule === "true" && !(predicted && i % WRONG_EVERY === 3);
      const target = isTrue ? i % CLASSES.length : (i + 1) % CLASSES.length;
      const value = 1 - arm.off / 6 - 0.1 * random.uniform();
      await db.saliencyMap.create({
        data: {
          id: mapId,
          armId: armIds[a],
          imageId,
          target,
          height: CELLS,
          width: CELLS,
          data: writeFloat32(blob(centres[i], arm.off)),
          engine: "test",
          elapsedMs: 1,
          metrics: {
            create: { metricId: "precision-mask", profile: "whynot", judgeId: models.get(arm.kind)!, value },
          },
        },
      });
    }
  }
  for (const modelId of models.values()) {
    await storePredictions(ctx, modelId, imageIds, drawAnswers(imageCount, random));
    await storeClassificationReports(ctx, { modelId, versionId }, async (request) =>
      classificationReport({ ...request, resamples: 200 }),
    );
  }
  return { runId, armIds };
}

function configOf(kind: (typeof ARMS)[number]["kind"]): ModelConfig {
  return ModelConfig.parse({
    format: 1,
    kind: MODEL_KINDS[kind],
    backbone: "tiny",
    classNames: CLASSES,
    inputSize: SIDE,
    normalisation: { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] },
    slotHead: kind === "fc" ? null : { sign: kind === "scouter_plus" ? 1 : -1 },
  });
}

/** Logits that are right for most images; image i is of class i mod 3. */
function drawAnswers(images: number, random: Random): Float32Array {
  return Float32Array.from({ length: images * CLASSES.length }, (_, at) => {
    const isTrue = Math.floor(at / CLASSES.length) % CLASSES.length === at % CLASSES.length;
    return 2 * random.normal() + (isTrue ? 4 : 0);
  });
}

function drawDisc([x, y]: readonly [number, number], hue: number): Promise<Buffer> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">
    <rect width="100%" height="100%" fill="hsl(${(hue * 47) % 360} 30% 60%)"/><circle cx="${x}" cy="${y}" r="9" fill="hsl(${(hue * 89) % 360} 80% 40%)"/></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

function discMask([cx, cy]: readonly [number, number]): Uint8Array {
  return Uint8Array.from({ length: SIDE * SIDE }, (_, i) =>
    Math.hypot((i % SIDE) + 0.5 - cx, Math.floor(i / SIDE) + 0.5 - cy) <= 9 ? 1 : 0,
  );
}

/** A Gaussian bump `off` cells beside the object's centre, wrapped around. */
function blob([cx, cy]: readonly [number, number], off: number): Float32Array {
  const [x, y] = [(cx / SIDE) * CELLS + off, (cy / SIDE) * CELLS + off].map((v) => v % CELLS);
  return Float32Array.from({ length: CELLS * CELLS }, (_, i) =>
    Math.exp(-(((i % CELLS) + 0.5 - x) ** 2 + (Math.floor(i / CELLS) + 0.5 - y) ** 2) / 2),
  );
}
