import sharp from "sharp";
import type { FileSource } from "#lib/formats/sources/file-source.ts";
import { memorySource } from "#lib/formats/sources/memory-source.ts";

/** A source of these files; text is UTF-8. */
export function filesInMemory(files: Record<string, string | Uint8Array>): FileSource {
  const encoder = new TextEncoder();
  return memorySource(
    new Map(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === "string" ? encoder.encode(content) : content,
      ]),
    ),
  );
}

/** A PNG of one colour. */
export async function plainPng(width: number, height: number): Promise<Uint8Array> {
  return sharp({ create: { width, height, channels: 3, background: "#336699" } })
    .png()
    .toBuffer();
}
