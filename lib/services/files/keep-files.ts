import type { Tx } from "#lib/db/client.ts";
import type { Storage } from "#lib/storage/storage.ts";

/** Held shared by whoever names files, alone by the sweep: between looking and removing nobody can begin to name one. */
export const FILES_LOCK = 7_243_992;

export interface KeptFile {
  sha256: string;
  bytes: Uint8Array;
  mediaType: string;
}

/**
 * Writes the rows of files that this transaction is about to name. A file may have been put into storage while a sweep was about
 * to remove the same content, so each is looked for once more under the lock, and put again if it is gone.
 */
export async function keepFiles(tx: Tx, storage: Storage, files: readonly KeptFile[]): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(${FILES_LOCK}::bigint)`;
  await Promise.all(
    files.map(async ({ sha256, bytes }) => (await storage.has(sha256)) || storage.put(bytes)),
  );
  await tx.blob.createMany({
    data: files.map(({ sha256, bytes, mediaType }) => ({ sha256, byteSize: bytes.byteLength, mediaType })),
    skipDuplicates: true,
  });
}
