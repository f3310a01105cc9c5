import { createHash, type Hash } from "node:crypto";
import type { ExportFile } from "#lib/formats/writers/define-writer.ts";

/** The files as they come, each hashed while it is taken, and after them a list of their SHA-256 as `sha256sum -c` reads it. */
export async function* withManifest(
  files: AsyncIterable<ExportFile>,
  manifestPath: string,
): AsyncGenerator<ExportFile> {
  const hashes: { path: string; hash: Hash }[] = [];
  for await (const { path, content } of files) {
    const hash = createHash("sha256");
    hashes.push({ path, hash });
    const chunks = typeof content === "string" || content instanceof Uint8Array ? [content] : content;
    yield { path, content: hashed(chunks, hash) };
  }
  const lines = hashes.map(({ path, hash }) => `${hash.digest("hex")}  ${path}\n`);
  yield { path: manifestPath, content: lines.join("") };
}

async function* hashed(
  chunks: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  hash: Hash,
): AsyncGenerator<string | Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
