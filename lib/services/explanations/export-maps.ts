import { requireCan } from "#lib/auth/can.ts";
import type { Model, Run, RunArm } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { explainsOf } from "#lib/explain/explains-of.ts";
import { ImportedOptions } from "#lib/explain/imported.ts";
import { softmax } from "#lib/explain/softmax.ts";
import { writeNpy } from "#lib/formats/encodings/npy.ts";
import { writeZip, type ZipFile } from "#lib/formats/encodings/write-zip.ts";
import type { Ctx } from "../context.ts";
import { readLogits } from "../models/store-predictions.ts";
import { MODEL_KINDS } from "./check-arms.ts";
import { readFloat32 } from "./read-float32.ts";

/** Read at a time. */
const PAGE = 64;
/** Of an archive without ZIP64, with room for names and heads. */
const MAX_BYTES = 4_000_000_000;

export interface MapsExport {
  fileName: string;
  body: AsyncGenerator<Uint8Array>;
}

/**
 * All maps of a run as float32 .npy files with the manifest.json that `maps import`, `maps add` and `evaluate` read, in one ZIP, made as
 * it is sent. Maps that explain no model here are listed without one.
 * @throws AppError `not_found` for a run that is not there or has no maps, `too_large` beyond 4 GB
 */
export async function exportMaps(ctx: Ctx, runId: string): Promise<MapsExport> {
  requireCan(ctx, "run:read");
  const run = await ctx.db.run.findFirst({
    where: { id: runId, workspaceId: ctx.workspaceId },
    include: { arms: { orderBy: { position: "asc" }, include: { model: true } } },
  });
  if (!run) throw new AppError("not_found", "There is no such run in this workspace.");
  const [{ count, byteSize }] = await ctx.db.$queryRaw<{ count: number; byteSize: number }[]>`
    SELECT count(*)::int AS "count", COALESCE(sum(octet_length(m."data") + 512), 0)::float8 AS "byteSize"
    FROM "RunArm" a JOIN "SaliencyMap" m ON m."armId" = a."id" WHERE a."runId" = ${runId}`;
  if (count === 0) throw new AppError("not_found", "This run has no maps yet: wait for the first.");
  if (byteSize > MAX_BYTES) {
    throw new AppError("too_large", "These maps are more than 4 GB: split the run to export them.");
  }
  return { fileName: `maps-${runId}.zip`, body: writeZip(filesOf(ctx, run, run.arms)) };
}

type ExportedArm = RunArm & { model: Model };

async function* filesOf(ctx: Ctx, { seed }: Run, arms: readonly ExportedArm[]): AsyncGenerator<ZipFile> {
  const runs: unknown[] = [];
  for (const arm of arms) {
    const maps: unknown[] = [];
    for await (const { entry, file } of mapsOf(ctx, arm)) {
      maps.push(entry);
      yield file;
    }
    if (maps.length > 0) runs.push({ ...settingsOf(arm, seed), maps });
  }
  const manifest = { format: "whynot-maps", version: 1, runs };
  yield { path: "manifest.json", bytes: new TextEncoder().encode(`${JSON.stringify(manifest, null, 1)}\n`) };
}

function settingsOf(arm: ExportedArm, seed: number): object {
  const { name, weightsSha256, kind } = arm.model;
  const imported = ImportedOptions.safeParse(arm.options);
  return {
    ...(arm.explainsModel
      ? { model: name, modelSha256: weightsSha256, modelKind: MODEL_KINDS[kind] }
      : { model: "", modelSha256: "", modelKind: "" }),
    method: (imported.success && imported.data.method) || arm.explainerId,
    label: arm.label,
    explains: explainsOf(arm),
    options: arm.options,
    target: arm.targetRule,
    seed: String(seed),
    measuredOn: null,
  };
}

const withoutEnding = (path: string) => path.replace(/\.[^./]+$/, "");

async function* mapsOf(ctx: Ctx, arm: ExportedArm): AsyncGenerator<{ entry: object; file: ZipFile }> {
  const taken = new Set<string>();
  const folder = `${String(arm.position + 1).padStart(2, "0")}-${arm.explainerId}`;
  for (let after = ""; ; ) {
    const page = await ctx.db.saliencyMap.findMany({
      where: { armId: arm.id, id: { gt: after } },
      orderBy: { id: "asc" },
      take: PAGE,
      include: { image: { select: { fileName: true, class: { select: { name: true } } } } },
    });
    if (page.length === 0) return;
    const ids = page.map(({ imageId }) => imageId);
    const answers = arm.explainsModel
      ? await readLogits(ctx, arm.modelId, ids)
      : new Map<string, Float32Array>();
    for (const { imageId, image, target, height, width, data } of page) {
      const name = withoutEnding(image.fileName);
      const path = freePath(
        taken,
        `${folder}/${name}${arm.targetRule === "every" ? `.class-${target}` : ""}`,
      );
      const logits = answers.get(imageId);
      const entry = {
        image: name,
        trueClass: image.class?.name ?? null,
        target,
        targetClass: arm.model.classNames[target],
        ...(logits ? { probability: softmax(logits)[target] } : {}),
        height,
        width,
        map: path,
      };
      yield { entry, file: { path, bytes: writeNpy([height, width], readFloat32(data)) } };
    }
    after = page[page.length - 1].id;
  }
}

/** Pictures that differ in their ending alone have maps of different names. */
function freePath(taken: Set<string>, stem: string): string {
  let path = `${stem}.npy`;
  for (let time = 2; taken.has(path.toLowerCase()); time++) path = `${stem}-${time}.npy`;
  taken.add(path.toLowerCase());
  return path;
}
