import path from "node:path";
import { z } from "zod";
import type { DatasetImport } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { MAX_DESCRIPTION_BYTES } from "#lib/formats/dataset/limits.ts";
import type { FileSource } from "#lib/formats/sources/file-source.ts";
import { insideFolder } from "#lib/storage/inside-folder.ts";
import { openSource } from "#lib/storage/open-source.ts";
import { openUrlSource } from "#lib/storage/open-url-source.ts";
import { openUploads } from "#lib/storage/upload-file.ts";
import type { Ctx } from "../context.ts";
import { importSettings, uploadsOf } from "./uploads-of.ts";

/** Where an import's files come from. A new kind is a line here and one in `OPENERS`. */
export const ImportSource = z.discriminatedUnion("kind", [
  /** They are sent to the site. */
  z.object({ kind: z.literal("upload") }),
  /** One manifest of addresses is sent, and the server fetches the pictures. */
  z.object({ kind: z.literal("urls") }),
  /** They lie in a folder of the server, or in an archive there. */
  z.object({ kind: z.literal("folder"), path: z.string().trim().min(1, "Say which folder.").max(4096) }),
]);
export type ImportSource = z.infer<typeof ImportSource>;

export interface OpenedSource {
  source: FileSource;
  /** The layout it has to be read as, where its kind says so. */
  format?: string;
  close(): Promise<void>;
}

type Opener<Kind extends ImportSource["kind"]> = (
  ctx: Ctx,
  source: Extract<ImportSource, { kind: Kind }>,
  importId: string,
  signal?: AbortSignal,
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
  async urls(ctx, _, importId, signal) {
    const sent = await OPENERS.upload(ctx, { kind: "upload" }, importId);
    const [manifest, ...more] = await sent.source.list();
    if (!manifest || more.length > 0) {
      throw new AppError("invalid", "Send one manifest of addresses: a .txt, .csv, .tsv or .jsonl file.");
    }
    const bytes = await sent.source.read(manifest.path, MAX_DESCRIPTION_BYTES).finally(() => sent.close());
    const { source, format, close } = openUrlSource(importSettings(ctx), manifest.path, bytes, { signal });
    return { source, format, close: async () => close() };
  },
  async folder(ctx, { path: folder }) {
    const source = await openSource(await insideFolder(importSettings(ctx).folders, folder));
    return { source, close: async () => {} };
  },
};

/**
 * The files of an import, to be closed.
 * @param signal ends what is being fetched
 * @throws AppError `not_found` when they are gone
 */
export function openImportSource(
  ctx: Ctx,
  { id, source }: Pick<DatasetImport, "id" | "source">,
  signal?: AbortSignal,
): Promise<OpenedSource> {
  const given = ImportSource.parse(source);
  return (OPENERS[given.kind] as Opener<ImportSource["kind"]>)(ctx, given, id, signal);
}
