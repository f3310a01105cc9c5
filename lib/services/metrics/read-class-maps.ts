import type { Ctx } from "../context.ts";
import { readFloat32 } from "../explanations/read-float32.ts";

/** An arm's maps of every class, image by image. */
export interface ClassMaps {
  classCount: number;
  images: {
    imageId: string;
    /** True class as an index of the model. */
    truth: number;
    /** [classes, cells], as the method gave them. */
    cells: Float32Array;
  }[];
}

/** Images whose maps are read together. */
const PAGE_IMAGES = 100;

/** The images of an arm that have a map of every class, all of one size, and a true class that the model knows. */
export async function readClassMaps(
  ctx: Ctx,
  arm: { id: string; model: { classNames: string[] } },
  versionId: string,
): Promise<ClassMaps> {
  const classCount = arm.model.classNames.length;
  const { run } = await ctx.db.runArm.findUniqueOrThrow({
    where: { id: arm.id },
    select: { run: { select: { imageIds: true } } },
  });
  const images: ClassMaps["images"] = [];
  for (let from = 0; from < run.imageIds.length; from += PAGE_IMAGES) {
    const imageIds = run.imageIds.slice(from, from + PAGE_IMAGES);
    const [maps, entries] = await Promise.all([
      ctx.db.saliencyMap.findMany({
        where: { armId: arm.id, imageId: { in: imageIds } },
        orderBy: { target: "asc" },
        select: { imageId: true, data: true },
      }),
      ctx.db.versionImage.findMany({
        where: { versionId, imageId: { in: imageIds } },
        select: { imageId: true, className: true },
      }),
    ]);
    const truths = new Map(
      entries.map((entry) => [entry.imageId, arm.model.classNames.indexOf(entry.className ?? "")]),
    );
    for (const imageId of imageIds) {
      const own = maps.filter((map) => map.imageId === imageId).map(({ data }) => readFloat32(data));
      const truth = truths.get(imageId) ?? -1;
      const size = own[0]?.length ?? 0;
      if (truth < 0 || own.length !== classCount || own.some((map) => map.length !== size)) continue;
      const cells = new Float32Array(classCount * size);
      for (const [index, map] of own.entries()) cells.set(map, index * size);
      images.push({ imageId, truth, cells });
    }
  }
  return { classCount, images };
}
