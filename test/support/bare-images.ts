import { newId } from "#lib/db/id.ts";
import type { Ctx } from "#lib/services/context.ts";
import { createDataset } from "#lib/services/datasets/create-dataset.ts";

export interface BareImages {
  datasetId: string;
  classIds: string[];
  /** In the order of the grid. */
  ids: string[];
}

let made = 0;

/** A data set of images without pictures, of the classes ant and fox by turns, every fourth of them a test image. */
export async function bareImages(ctx: Ctx, count: number): Promise<BareImages> {
  const { id: datasetId } = await createDataset(ctx, { name: `Bare ${++made}`, classNames: ["ant", "fox"] });
  const classes = await ctx.db.datasetClass.findMany({ where: { datasetId }, orderBy: { index: "asc" } });
  const classIds = classes.map(({ id }) => id);
  const rows = Array.from({ length: count }, (_, at) => ({
    id: newId(1_700_000_000_000 + at),
    datasetId,
    classId: classIds[at % 2],
    fileName: `folder/${String(at).padStart(5, "0")}.png`,
    split: at % 4 === 3 ? "test" : "train",
    width: 8,
    height: 8,
    sha256: newId(),
    displaySha256: "0".repeat(64),
    thumbSha256: "0".repeat(64),
  }));
  for (let at = 0; at < count; at += 1000) await ctx.db.image.createMany({ data: rows.slice(at, at + 1000) });
  await ctx.db.dataset.update({ where: { id: datasetId }, data: { imageCount: count } });
  return { datasetId, classIds, ids: rows.map(({ id }) => id) };
}
