import { encodePng } from "#lib/imaging/encode-image.ts";
import type { Ctx } from "#lib/services/context.ts";
import { importFolder } from "#lib/services/datasets/import-folder.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { filesInMemory } from "./files-in-memory.ts";

export interface CuratedImage {
  file: string;
  class?: string;
  split?: string;
  regions?: object[];
  attributes?: Record<string, string>;
}

/** Imports small noise pictures, no two workspaces with the same, described line by line; returns the data set and ids by file name. */
export async function importCurated(
  ctx: Ctx,
  name: string,
  images: readonly CuratedImage[],
): Promise<{ datasetId: string; idOf: (file: string) => string }> {
  const files: Record<string, string | Uint8Array> = {};
  for (const { file } of images) {
    const random = createRandom(`${ctx.workspaceId}/${name}/${file}`);
    const data = Uint8Array.from({ length: 12 * 12 * 3 }, () => random.integer(256));
    files[file] = await encodePng({ data, width: 12, height: 12 });
  }
  files["images.jsonl"] = images.map((image) => JSON.stringify(image)).join("\n");
  const report = await importFolder(ctx, { name, source: filesInMemory(files), newClasses: true });
  if (report.refused.length > 0) throw new Error(report.refused[0].message);
  const datasetId = report.datasetId ?? "";
  const rows = await ctx.db.image.findMany({ where: { datasetId }, select: { id: true, fileName: true } });
  const ids = new Map(rows.map(({ id, fileName }) => [fileName, id]));
  return {
    datasetId,
    idOf(file) {
      const id = ids.get(file);
      if (!id) throw new Error(`no image ${file}`);
      return id;
    },
  };
}
