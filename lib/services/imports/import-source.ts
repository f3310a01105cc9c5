import path from "node:path";
import { z } from "zod";
import type { DatasetImport } from "#lib/db/generated/client.ts";
import type { FileSource } from "#lib/formats/sources/file-source.ts";
import { insideFolder } from "#lib/storage/inside-folder.ts";
import { openSource } from "#lib/storage/open-source.ts";
import { openUploads } from "#lib/storage/upload-file.ts";
import type { Ctx } from "../context.ts";
import { importSettings, uploadsOf } from "./uploads-of.ts";

/** Where an import's files come from. A new kind is a line here and one in `OPENERS`. */
export const ImportSource = z.discriminatedUnion("kind", [
  /** They are sent to the site. */
  z.object({ kind: z.literal("upload") }),
  /** They lie in a folder of the server, or in an archive there. */
  z.object({ kind: z.literal("folder"), path: z.string().trim().min(1, "Say which folder.").max(4096) }),
]);
export type ImportSource = z.infer<typeof ImportSource>;

export interface OpenedSource {
  source: FileSource;
  close(): Promise<void>;
}

type Opener<Kind extends ImportSource["kind"]> = (
  ctx: Ctx,
  source: Extract<ImportSource, { kind: Kind }>,
  importId: string,
) => Promise<OpenedSource>;

const OPENERS: { [Kind in ImportSource["kind"]]: Opener<Kind> } = {
  async upload(ctx, _, importId) {
    const files = await ctx.db.importFile.findMany({
      where: { importId },
      select: { id: true, path: true, byteSize: true },
    });
    const sized = files.map((file) => ({ ...file, byteSize: Number(file.byteSize) }));
    return openUploads(path.join(uploadsOf(ctx, importId), "files"), sized);
  },
  async folder(ctx, { path: folder }) {
    const source = await openSource(await insideFolder(importSettings(ctx).folders, folder));
    return { source, close: async () => {} };
  },
};

/** The files of an import, to be closed. @throws AppError `not_found` when they are gone */
export function openImportSource(
  ctx: Ctx,
  { id, source }: Pick<DatasetImport, "id" | "source">,
): Promise<OpenedSource> {
  const given = ImportSource.parse(source);
  return (OPENERS[given.kind] as Opener<ImportSource["kind"]>)(ctx, given, id);
}
