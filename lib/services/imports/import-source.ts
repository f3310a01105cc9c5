import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { ImportSettings } from "#lib/config.ts";
import type { DatasetImport } from "#lib/db/generated/client.ts";
import { AppError } from "#lib/errors.ts";
import { MAX_DESCRIPTION_BYTES } from "#lib/formats/dataset/limits.ts";
import type { FileSource } from "#lib/formats/sources/file-source.ts";
import { insideFolder } from "#lib/storage/inside-folder.ts";
import { openS3Folder } from "#lib/storage/open-s3-folder.ts";
import { openSource } from "#lib/storage/open-source.ts";
import { openUrlSource, requireFetching } from "#lib/storage/open-url-source.ts";
import { unpackTar } from "#lib/storage/unpack-tar.ts";
import { openUploads } from "#lib/storage/upload-file.ts";
import type { Ctx } from "../context.ts";
import { importSettings, uploadsOf } from "./uploads-of.ts";

/** Where an import's files come from. A new kind is a line here and one in `KINDS`. */
export const ImportSource = z.discriminatedUnion("kind", [
  /** They are sent to the site. */
  z.object({ kind: z.literal("upload") }),
  /** One manifest of addresses is sent, and the server fetches the pictures. */
  z.object({ kind: z.literal("urls") }),
  /** They lie in a folder of the server, or in an archive there. */
  z.object({ kind: z.literal("folder"), path: z.string().trim().min(1, "Say which folder.").max(4096) }),
  /** They lie below a place in S3: s3://bucket/folder. */
  z.object({ kind: z.literal("s3"), address: z.string().trim().max(1024) }),
]);
export type ImportSource = z.infer<typeof ImportSource>;

export interface OpenedSource {
  source: FileSource;
  /** The layout it has to be read as, where its kind says so. */
  format?: string;
  close(): Promise<void>;
}

interface SourceKind<Source extends ImportSource> {
  /** Whether files are sent to the site before anything can be looked at. */
  isSent: boolean;
  /** @throws AppError when nobody may import from there */
  check(settings: ImportSettings, source: Source): unknown;
  open(ctx: Ctx, source: Source, importId: string, signal?: AbortSignal): Promise<OpenedSource>;
}

const nothing = async () => {};

const KINDS: { [Kind in ImportSource["kind"]]: SourceKind<Extract<ImportSource, { kind: Kind }>> } = {
  upload: {
    isSent: true,
    check: nothing,
    open: (ctx, _, importId) => openSent(ctx, importId),
  },
  urls: {
    isSent: true,
    check: requireFetching,
    async open(ctx, _, importId, signal) {
      const sent = await openSent(ctx, importId);
      const [manifest, ...more] = await sent.source.list();
      if (!manifest || more.length > 0) {
        throw new AppError("invalid", "Send one manifest of addresses: a .txt, .csv, .tsv or .jsonl file.");
      }
      const bytes = await sent.source.read(manifest.path, MAX_DESCRIPTION_BYTES).finally(() => sent.close());
      const { source, format, close } = openUrlSource(importSettings(ctx), manifest.path, bytes, { signal });
      return { source, format, close: async () => close() };
    },
  },
  folder: {
    isSent: false,
    check: ({ folders }, { path: folder }) => insideFolder(folders, folder),
    async open(ctx, { path: folder }) {
      const source = await openSource(await insideFolder(importSettings(ctx).folders, folder));
      return { source, close: nothing };
    },
  },
  s3: {
    isSent: false,
    check: (settings, { address }) => openS3Folder(settings, address, { asker: "people" }),
    async open(ctx, { address }, _, signal) {
      const source = openS3Folder(importSettings(ctx), address, { asker: "people", signal });
      return { source, close: nothing };
    },
  },
};

async function openSent(ctx: Ctx, importId: string) {
  const files = await ctx.db.importFile.findMany({
    where: { importId },
    select: { id: true, path: true, byteSize: true },
  });
  const sized = files.map((file) => ({ ...file, byteSize: Number(file.byteSize) }));
  return openUploads(path.join(uploadsOf(ctx, importId), "files"), sized);
}

/** Whatever an import that was broken off had left there goes. */
async function emptyFolder(folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  return folder;
}

const kindOf = ({ kind }: ImportSource) => KINDS[kind] as SourceKind<ImportSource>;

/**
 * Whether files are sent to the site first, or lie where a worker can look at once.
 * @throws AppError when nobody may import from there
 */
export async function checkImportSource(ctx: Ctx, source: ImportSource): Promise<{ isSent: boolean }> {
  const { isSent, check } = kindOf(source);
  await check(importSettings(ctx), source);
  return { isSent };
}

/**
 * The files of an import, to be closed; those of a tar archive are unpacked beside what was sent.
 * @param signal ends what is being fetched
 * @throws AppError `not_found` when they are gone
 */
export async function openImportSource(
  ctx: Ctx,
  { id, source }: Pick<DatasetImport, "id" | "source">,
  signal?: AbortSignal,
): Promise<OpenedSource> {
  const given = ImportSource.parse(source);
  const opened = await kindOf(given).open(ctx, given, id, signal);
  const folder = () => emptyFolder(path.join(uploadsOf(ctx, id), "unpacked"));
  const unpacked = await unpackTar(opened.source, { folder, signal }).catch(async (error) => {
    await opened.close();
    throw error;
  });
  return {
    ...opened,
    source: unpacked.source,
    async close() {
      await unpacked.close();
      await opened.close();
    },
  };
}
