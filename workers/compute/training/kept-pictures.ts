import { createHash } from "node:crypto";
import { open, rename } from "node:fs/promises";
import path from "node:path";
import type { ModelConfig } from "#lib/scouter/model-config.ts";
import type { PictureList } from "./picture-list.ts";

/** Written and read in pieces of about this size. */
const PIECE_BYTES = 64 * 1024 * 1024;

/** Where the decoded pictures of a list lie, for models that want them alike. */
export function keptFile(
  folder: string,
  { store, names }: PictureList,
  { inputSize, normalisation }: Pick<ModelConfig, "inputSize" | "normalisation">,
): string {
  const key = JSON.stringify([store, names, inputSize, normalisation]);
  return path.join(folder, createHash("sha256").update(key).digest("hex"));
}

/** The pictures, or null where the file is not there or not whole. each = numbers a picture */
export async function readKept(file: string, total: number, each: number): Promise<Float32Array[] | null> {
  const handle = await open(file, "r").catch(() => null);
  if (!handle) return null;
  try {
    const bytes = each * Float32Array.BYTES_PER_ELEMENT;
    if ((await handle.stat()).size !== total * bytes) return null;
    const images: Float32Array[] = [];
    const perPiece = Math.max(1, Math.floor(PIECE_BYTES / bytes));
    while (images.length < total) {
      const count = Math.min(perPiece, total - images.length);
      const piece = new Float32Array(count * each);
      await handle.read(new Uint8Array(piece.buffer), 0, piece.byteLength, images.length * bytes);
      for (let i = 0; i < count; i++) images.push(piece.subarray(i * each, (i + 1) * each));
    }
    return images;
  } finally {
    await handle.close();
  }
}

/** Under another name first: a reader never finds half a file. */
export async function writeKept(file: string, images: readonly Float32Array[]): Promise<void> {
  const partial = `${file}.${process.pid}.partial`;
  const handle = await open(partial, "w");
  try {
    for (const { buffer, byteOffset, byteLength } of images)
      await handle.write(new Uint8Array(buffer, byteOffset, byteLength));
  } finally {
    await handle.close();
  }
  await rename(partial, file);
}
